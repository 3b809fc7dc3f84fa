//! The loopback listener. Each connection can be cut without an answer, as a network would, and the
//! listener can stop to listen, so that the system itself refuses whoever connects.

use std::{
    future::{Future, poll_fn},
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Waker},
};

use axum::{extract::connect_info::Connected, serve::IncomingStream};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpSocket, TcpStream},
};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// How many connections may wait to be accepted.
const WAITING: u32 = 1024;

/// Accepts connections on loopback, as long as its door is open.
pub(super) struct Loopback {
    door: Arc<Door>,
    address: SocketAddr,
    all: CancellationToken,
}

/// The one port that is listened on, or that is kept while nobody listens.
#[derive(Debug)]
pub(super) struct Door(Mutex<Frame>);

#[derive(Debug)]
struct Frame {
    latch: Latch,
    /// Who waits to accept the next connection.
    waiting: Option<Waker>,
    /// The connections that were accepted.
    inside: Vec<Weak<Thread>>,
}

#[derive(Debug)]
enum Latch {
    Open(TcpListener),
    /// Bound and not listening: the port stays ours, and whoever connects is refused.
    Shut(TcpSocket),
    /// Between the two, or after a port was lost.
    Ajar,
}

impl Loopback {
    /// Listens on 127.0.0.1, on a free port if `port` is 0. Cancelling `all` cuts every connection.
    pub fn bind(port: u16, all: CancellationToken) -> io::Result<Self> {
        let listener = bound(SocketAddr::from(([127, 0, 0, 1], port)))?.listen(WAITING)?;
        let address = listener.local_addr()?;
        let frame = Frame {
            latch: Latch::Open(listener),
            waiting: None,
            inside: Vec::new(),
        };
        Ok(Self {
            door: Arc::new(Door(Mutex::new(frame))),
            address,
            all,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What opens and shuts it.
    pub fn door(&self) -> Arc<Door> {
        Arc::clone(&self.door)
    }
}

fn bound(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

impl Door {
    fn lock(&self) -> MutexGuard<'_, Frame> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on connections are refused, and those there are cut: the gateway's too if `gateway`.
    pub fn shut(&self, gateway: bool) -> io::Result<()> {
        let mut frame = self.lock();
        if let Latch::Open(listener) = &frame.latch {
            let address = listener.local_addr()?;
            frame.latch = Latch::Ajar;
            frame.latch = Latch::Shut(bound(address)?);
        }
        for thread in frame.inside.iter().filter_map(Weak::upgrade) {
            if gateway || !thread.is_gateway.load(Ordering::SeqCst) {
                thread.cut.cancel();
            }
        }
        Ok(())
    }

    /// Connections are taken again, on the same port.
    pub fn open(&self) -> io::Result<()> {
        let mut frame = self.lock();
        match std::mem::replace(&mut frame.latch, Latch::Ajar) {
            Latch::Shut(socket) => frame.latch = Latch::Open(socket.listen(WAITING)?),
            other => frame.latch = other,
        }
        if let Some(waiting) = frame.waiting.take() {
            waiting.wake();
        }
        Ok(())
    }

    fn poll_accept(&self, context: &mut Context<'_>) -> Poll<io::Result<(TcpStream, SocketAddr)>> {
        let mut frame = self.lock();
        frame.waiting = Some(context.waker().clone());
        match &frame.latch {
            Latch::Open(listener) => listener.poll_accept(context),
            Latch::Shut(_) | Latch::Ajar => Poll::Pending,
        }
    }

    fn let_in(&self, thread: &Arc<Thread>) {
        let mut frame = self.lock();
        frame.inside.retain(|one| one.strong_count() > 0);
        frame.inside.push(Arc::downgrade(thread));
    }
}

impl axum::serve::Listener for Loopback {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        loop {
            let next = poll_fn(|context| self.door.poll_accept(context));
            // A peer that is gone before it is accepted is no reason to stop.
            if let Ok((stream, peer)) = next.await {
                // Small writes leave at once; without it they are late, not lost.
                let _late = stream.set_nodelay(true);
                let thread = Arc::new(Thread {
                    cut: self.all.child_token(),
                    is_gateway: AtomicBool::new(false),
                });
                self.door.let_in(&thread);
                let was_cut = Box::pin(thread.cut.clone().cancelled_owned());
                let wire = Wire {
                    stream,
                    cut: Cut(thread),
                    was_cut,
                };
                return (wire, peer);
            }
            tokio::task::yield_now().await;
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}

/// What a connection hangs by.
#[derive(Debug)]
struct Thread {
    cut: CancellationToken,
    /// Whether it became the gateway's.
    is_gateway: AtomicBool,
}

/// Cuts one connection.
#[derive(Clone, Debug)]
pub(super) struct Cut(Arc<Thread>);

impl Cut {
    /// From now on nothing more is written to the connection, and it closes.
    pub fn cut(&self) {
        self.0.cut.cancel();
    }

    /// It is the gateway's from now on.
    pub fn is_gateway(&self) {
        self.0.is_gateway.store(true, Ordering::SeqCst);
    }

    fn check(&self) -> io::Result<()> {
        if self.0.cut.is_cancelled() {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        Ok(())
    }
}
impl Connected<IncomingStream<'_, Loopback>> for Cut {
    fn connect_info(stream: IncomingStream<'_, Loopback>) -> Self {
        stream.io().cut.clone()
    }
}

/// A connection that can be cut.
pub(super) struct Wire {
    stream: TcpStream,
    cut: Cut,
    was_cut: Pin<Box<WaitForCancellationFutureOwned>>,
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.was_cut.as_mut().poll(context).is_ready() {
            return Poll::Ready(self.cut.check());
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.cut.check()?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.cut.check()?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
