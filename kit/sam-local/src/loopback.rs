use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A server on the loopback interface. It serves until it is stopped or dropped, and finishes the
/// requests that it has begun.
pub(crate) struct LoopbackServer {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl LoopbackServer {
    /// Takes a port; 0 stands for any that is free. From here on, connections wait in line.
    pub(crate) async fn bind(port: u16) -> io::Result<TcpListener> {
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await
    }

    /// Serves with what `serve` makes of the listener and of a future that ends when the server
    /// has to.
    pub(crate) fn start<S>(listener: TcpListener, serve: impl FnOnce(TcpListener, Stopped) -> S) -> io::Result<Self>
    where
        S: Future<Output = ()> + Send + 'static,
    {
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        Ok(Self { address, stop, task: tokio::spawn(serve(listener, Stopped(stopped))) })
    }

    /// The port that it listens on.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where it is reached.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Takes no more connections; the future returned ends once every request is answered and
    /// every connection closed.
    pub(crate) fn stop(self) -> impl Future<Output = ()> {
        let _ = self.stop.send(());
        async {
            // A panic of the server has been reported by the runtime; here it has just ended.
            let _ = self.task.await;
        }
    }
}

/// The moment when a server has to stop.
pub(crate) struct Stopped(oneshot::Receiver<()>);

impl Stopped {
    /// Ends at that moment, also when the server is dropped without a word.
    pub(crate) async fn wait(self) {
        let _ = self.0.await;
    }
}
