/** Whoever takes calls stops first, whoever keeps the data last. */
export const stopOrder = ['api', 'worker', 'setup', 'simulator', 'redis', 'postgres'];
