//! How large a file Discord takes.

use crate::support::{Setting, assert_refused};

/// A form with one file of so many bytes.
fn form(size: usize) -> String {
    let file = "a".repeat(size);
    format!(
        "--b\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a.txt\"\r\n\
         Content-Type: text/plain\r\n\r\n{file}\r\n--b\r\n\
         Content-Disposition: form-data; name=\"payload_json\"\r\n\r\n{{}}\r\n--b--\r\n"
    )
}

#[tokio::test]
async fn a_file_larger_than_discord_says_is_refused() {
    let setting = Setting::new().await;
    setting.sandbox.change(|world| world.file_limit = 1000);
    let path = format!("/channels/{}/messages", setting.channel("general"));
    let sent = |size| {
        let request = setting
            .request("POST", &path)
            .header("content-type", "multipart/form-data; boundary=b")
            .body(form(size));
        setting.send(request)
    };
    assert_eq!(sent(1000).await.0, 200);
    assert_refused(&sent(1001).await, 413, 40005);
}
