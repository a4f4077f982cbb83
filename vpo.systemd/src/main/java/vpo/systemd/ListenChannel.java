package vpo.systemd;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;

/**
 * Accepts the connections of the service manager's socket. To close this leaves that socket open: it goes on queueing
 * connections for the next process; and the JDK would close the standard streams, and the log with them, together with an
 * inherited socket. One thread accepts, any may do the rest.
 */
public final class ListenChannel extends ServerSocketChannel {
    private final ServerSocketChannel inherited;
    private final Selector selector;
    private final Object turn = new Object();
    private boolean resting;

    ListenChannel(ServerSocketChannel inherited) throws IOException {
        super(inherited.provider());
        this.inherited = inherited;
        this.selector = Selector.open();
        inherited.register(selector, SelectionKey.OP_ACCEPT);
    }

    /**
     * Waits for a connection.
     *
     * @return null once this {@linkplain #rest() rests}
     */
    @Override
    public SocketChannel accept() throws IOException {
        try {
            while (true) {
                selector.select();
                if (Thread.currentThread().isInterrupted()) {
                    throw new ClosedByInterruptException();
                }
                synchronized (turn) {
                    SocketChannel next = resting ? null : inherited.accept();
                    if (next != null || resting) {
                        return next;
                    }
                    selector.selectedKeys().clear();
                }
            }
        } catch (ClosedSelectorException e) {
            throw (IOException) new AsynchronousCloseException().initCause(e);
        }
    }

    /** Accepts no more: when this returns, whoever is not accepted waits for the next process. */
    public void rest() {
        synchronized (turn) {
            resting = true;
        }
        selector.wakeup();
    }

    @Override
    protected void implCloseSelectableChannel() throws IOException {
        selector.close();
    }

    /** Whatever is asked for, to accept waits. */
    @Override
    protected void implConfigureBlocking(boolean block) {
        // The inherited socket stays as it is: the selector needs it so.
    }

    @Override
    public SocketAddress getLocalAddress() throws IOException {
        return inherited.getLocalAddress();
    }

    @Override
    public ServerSocket socket() {
        return inherited.socket();
    }

    /** It is bound, by the service manager. */
    @Override
    public ServerSocketChannel bind(SocketAddress local, int backlog) {
        throw new UnsupportedOperationException("bound already");
    }

    @Override
    public <T> ServerSocketChannel setOption(SocketOption<T> name, T value) throws IOException {
        inherited.setOption(name, value);
        return this;
    }

    @Override
    public <T> T getOption(SocketOption<T> name) throws IOException {
        return inherited.getOption(name);
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        return inherited.supportedOptions();
    }
}
