//! The loopback listener. Each connection can be cut without an answer, as a network would.

use std::{
    future::Future,
    io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{extract::connect_info::Connected, serve::IncomingStream};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};

/// Accepts connections on loopback.
pub(super) struct Loopback {
    listener: TcpListener,
    all: CancellationToken,
}

impl Loopback {
    /// Listens on 127.0.0.1, on a free port if `port` is 0. Cancelling `all` cuts every connection.
    pub async fn bind(port: u16, all: CancellationToken) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        Ok(Self { listener, all })
    }

    /// Where it listens.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

impl axum::serve::Listener for Loopback {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Wire, SocketAddr) {
        loop {
            // A peer that is gone before it is accepted is no reason to stop.
            if let Ok((stream, peer)) = self.listener.accept().await {
                // Small writes leave at once; without it they are late, not lost.
                let _late = stream.set_nodelay(true);
                let cut = Cut(self.all.child_token());
                let was_cut = Box::pin(cut.0.clone().cancelled_owned());
                let wire = Wire {
                    stream,
                    cut,
                    was_cut,
                };
                return (wire, peer);
            }
            tokio::task::yield_now().await;
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.address()
    }
}

/// Cuts one connection.
#[derive(Clone, Debug)]
pub(super) struct Cut(CancellationToken);

impl Cut {
    /// From now on nothing more is written to the connection, and it closes.
    pub fn cut(&self) {
        self.0.cancel();
    }

    fn check(&self) -> io::Result<()> {
        if self.0.is_cancelled() {
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
