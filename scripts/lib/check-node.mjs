/* Imported first, for its effect: an old Node must say so in words, not fail over a syntax or a missing module. */
import process from 'node:process'

const OLDEST_MAJOR = 20

if (Number(process.versions.node.split('.')[0]) < OLDEST_MAJOR) {
  console.error(`需要 Node.js ${OLDEST_MAJOR} 或更高版本,当前为 ${process.versions.node}。请安装后重试。`)
  console.error(`Node.js ${OLDEST_MAJOR} or later is needed, this is ${process.versions.node}. Install it and try again.`)
  process.exit(1)
}
