import { Cluster, type Redis } from 'ioredis';

type Replies = 'legacy' | 'resp3';

/**
 * Makes a connection, and the twins that are made of it, say that it has ended, and a cluster that it is ready, whatever
 * happens to the servers meanwhile. BullMQ waits for either without a limit, and so do commands that it tries again.
 */
export function holdSteady<Connection extends Redis<Replies> | Cluster<Replies>>(
  connection: Connection,
): Connection {
  endBetweenAttempts(connection);
  if (connection instanceof Cluster) {
    stayEnded(connection);
    tellOfLaterAttempts(connection);
    const duplicate = connection.duplicate.bind(connection);
    connection.duplicate = (...otherwise) => holdSteady(duplicate(...otherwise));
  } else {
    const duplicate = connection.duplicate.bind(connection);
    connection.duplicate = (...otherwise) => holdSteady(duplicate(...otherwise));
  }
  return connection;
}

/** Between two attempts there is nothing whose closing could be the end: it ends like one that has not begun. */
function endBetweenAttempts(connection: Redis<Replies> | Cluster<Replies>): void {
  const disconnect = connection.disconnect.bind(connection);
  connection.disconnect = (reconnect = false) => {
    if (connection.status === 'end') return;
    if (!reconnect && hasNothingOpen(connection)) connection.status = 'wait';
    disconnect(reconnect);
  };
}

function hasNothingOpen(connection: Redis<Replies> | Cluster<Replies>): boolean {
  return connection instanceof Cluster
    ? connection.nodes().length === 0
    : connection.status === 'reconnecting';
}

/** The farewell of its last nodes may come after the end; it would seem to be about to connect again. */
function stayEnded(cluster: Cluster<Replies>): void {
  let hasEnded = false;
  cluster.on('end', () => (hasEnded = true));
  cluster.on('connecting', () => (hasEnded = false));
  cluster.on('close', () => {
    if (hasEnded && cluster.status === 'close') cluster.status = 'end';
  });
}

/** When the first attempt finds the cluster down, its promise stays open though a later one gets there. */
function tellOfLaterAttempts(cluster: Cluster<Replies>): void {
  const connect = cluster.connect.bind(cluster);
  cluster.connect = async () => {
    const later = Promise.withResolvers<void>();
    const ended = (): void => {
      if (cluster.status === 'end') later.reject(new Error('Connection is closed.'));
    };
    cluster.once('ready', later.resolve).once('end', ended);
    try {
      await Promise.race([connect(), later.promise]);
    } finally {
      cluster.off('ready', later.resolve).off('end', ended);
    }
  };
}
