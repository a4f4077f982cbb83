/**
 * The library's database for the other bundles: whether it can be used. Its connections come from two
 * {@link javax.sql.DataSource} services, which are there once the database was verified at the start:
 *
 * <ul>
 * <li>With the property {@code vpo.database=library}, connections for reading and writing. The first one switches an
 * existing file to write-ahead mode, which changes the file: whoever has only a question uses the other service. A
 * connection waits up to 10 s for a lock.
 * <li>With the property {@code vpo.database=library-reader}, connections for reading only. They change no byte of the
 * file or of its write-ahead log, in any journal mode; statements that write fail. In write-ahead mode a reader and a
 * writer never wait for each other. In a rollback mode, which a file has until the first connection of the other
 * service, a reader waits up to 10 s for a writer, and keeps others from committing as long as it reads: close the
 * connection soon. One thing is written: a transaction that a crashed writer left half done in a rollback journal is
 * undone, since nobody can read the file before that.
 * </ul>
 *
 * <p>Any thread may ask either service. Each connection is new, the caller's own and for one thread at a time; opening
 * one costs about a millisecond. {@code getConnection} throws an {@link java.sql.SQLException} that names the file when
 * it is missing (it is never created), is no library of schema version 7, stays locked, or when the daemon stops. It does
 * so, too, as long as connections are open to a file in whose place another one was put; those make no
 * statement any more: close them.
 */
@Export
@Version("1.0.0")
package vpo.database;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
