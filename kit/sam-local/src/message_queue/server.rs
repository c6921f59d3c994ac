use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use rustack_sqs_http::dispatch::SqsHandler;
use rustack_sqs_http::service::SqsHttpService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::loopback::Stopped;

/// How long to wait when the system has no more connections to give.
const OUT_OF_CONNECTIONS: Duration = Duration::from_millis(50);

/// Serves until stopped, and to the end of the requests that have begun.
pub(super) async fn serve<H: SqsHandler>(listener: TcpListener, service: SqsHttpService<H>, stopped: Stopped) {
    let (stop, _) = watch::channel(());
    let mut connections = JoinSet::new();
    let stopped = stopped.wait();
    tokio::pin!(stopped);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(converse(stream, service.clone(), stop.subscribe()));
                }
                Err(error) => {
                    tracing::warn!(%error, "the queues take no connection");
                    sleep(OUT_OF_CONNECTIONS).await;
                }
            },
            Some(_) = connections.join_next() => {}
            () = &mut stopped => break,
        }
    }
    drop(stop);
    while connections.join_next().await.is_some() {}
}

async fn converse<H: SqsHandler>(stream: TcpStream, service: SqsHttpService<H>, mut stop: watch::Receiver<()>) {
    // Else, small answers wait for more to come.
    let _ = stream.set_nodelay(true);
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = stop.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection to the queues has broken");
    }
}
