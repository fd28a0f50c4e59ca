/** Exits with 0 when the node of this container is ready, and with 1 when it is not. */
const port = process.env.PORT ?? 3000
const isReady = await fetch(`http://127.0.0.1:${port}/health/ready`).then(
  (answer) => answer.ok,
  () => false,
)
process.exit(isReady ? 0 : 1)
