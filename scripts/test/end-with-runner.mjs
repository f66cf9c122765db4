/** Loaded into Jest: when whoever runs the tests was killed, Jest ends with all that its suites started. */
const isWorker = process.env.JEST_WORKER_ID !== undefined;

if (!isWorker) {
  process.on('disconnect', () => {
    try {
      process.kill(-process.pid, 'SIGTERM');
    } finally {
      process.exit(1);
    }
  });
  process.channel?.unref();
}
