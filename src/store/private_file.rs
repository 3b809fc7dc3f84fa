//! Files that only their owner may read: made with mode 0600 and on disk, name and all, before
//! anything counts on them; refused when others may read them.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    path::Path,
};

/// Makes a file that was not there, with these bytes, and has it and its name written to disk.
///
/// # Errors
///
/// When it is there already, or can't be written. What was begun is taken away again.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = options().write(true).create_new(true).open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if let Err(error) = written {
        // A file half written would be taken for the whole at the next start.
        std::fs::remove_file(path)?;
        return Err(error);
    }
    sync_name(path)
}

/// Puts a file with these bytes in place of the one that is there, at once: whoever looks, and whatever is
/// cut off, finds the one or the other, whole. It stays its owner's, with the same mode.
///
/// # Errors
///
/// When that can't be done; then the old one is there.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // What is replaced is the file, not a link to it.
    let path = path.canonicalize()?;
    place(&path, bytes, |part| same_owner(&path, part))
}

/// The same where there may be none yet.
///
/// # Errors
///
/// When that can't be done; then what was there is there.
pub fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if path.exists() {
        replace(path, bytes)
    } else {
        place(path, bytes, |_part| Ok(()))
    }
}

fn place(
    path: &Path,
    bytes: &[u8],
    prepare: impl FnOnce(&Path) -> io::Result<()>,
) -> io::Result<()> {
    let mut part = path.to_path_buf().into_os_string();
    part.push(".part");
    let part = Path::new(&part);
    // One that was cut off.
    match std::fs::remove_file(part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    create(part, bytes)?;
    let replaced = prepare(part).and_then(|()| std::fs::rename(part, path));
    if let Err(error) = replaced {
        std::fs::remove_file(part)?;
        return Err(error);
    }
    sync_name(path)
}

#[cfg(unix)]
fn same_owner(of: &Path, file: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};
    let (theirs, ours) = (std::fs::metadata(of)?, std::fs::metadata(file)?);
    if (theirs.uid(), theirs.gid()) != (ours.uid(), ours.gid()) {
        chown(file, Some(theirs.uid()), Some(theirs.gid()))?;
    }
    std::fs::set_permissions(file, theirs.permissions())
}

#[cfg(not(unix))]
fn same_owner(_of: &Path, _file: &Path) -> io::Result<()> {
    Ok(())
}

/// Opens a file for reading and appending, made empty if it is not there.
///
/// # Errors
///
/// When it can't be opened or made.
pub fn append_to(path: &Path) -> io::Result<File> {
    let file = options().read(true).append(true).create(true).open(path)?;
    sync_name(path)?;
    Ok(file)
}

/// How a file is opened that, made by this, is its owner's alone.
#[cfg(unix)]
pub fn options() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

/// This system's files carry no such mode.
#[cfg(not(unix))]
pub fn options() -> OpenOptions {
    OpenOptions::new()
}

/// Has the file's entry in its folder written to disk.
///
/// # Errors
///
/// When the system can't.
#[cfg(unix)]
pub fn sync_name(path: &Path) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    File::open(folder)?.sync_all()
}

/// Folders can't be synced by themselves here.
///
/// # Errors
///
/// Never.
#[cfg(not(unix))]
pub fn sync_name(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// The file's mode, if anyone but its owner may read or write it.
///
/// # Errors
///
/// When the file can't be looked at.
#[cfg(unix)]
pub fn open_to_others(file: &File) -> io::Result<Option<u32>> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata()?.permissions().mode() & 0o777;
    Ok((mode & 0o077 != 0).then_some(mode))
}

/// This system's files carry no such mode.
///
/// # Errors
///
/// Never.
#[cfg(not(unix))]
pub fn open_to_others(_file: &File) -> io::Result<Option<u32>> {
    Ok(None)
}
