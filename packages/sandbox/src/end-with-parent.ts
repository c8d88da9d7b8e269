/**
 * Preloaded (`--import`) into the processes that `start` begins: when `start` is killed and cannot
 * stop them, the channel to it closes and they stop as if asked to.
 */
if (process.channel) {
  process.channel.unref()
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
}
