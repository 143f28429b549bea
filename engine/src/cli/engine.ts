#!/usr/bin/env node
import { readOptions, USAGE, UsageError } from './options.ts'
import { serve } from './serve.ts'

/** How often a process that npm started looks whether npm is still there, milliseconds. */
const PARENT_CHECK_MS = 500
const parent = process.ppid

try {
  const options = readOptions(process.argv.slice(2), process.env)
  if (options) {
    const running = await serve(options)
    whenToldToStop(() => {
      running.close().catch((error: unknown) => {
        console.error(error)
        process.exitCode = 1
      })
    })
    console.log(`Lianban engine is running at ${running.url}`)
  } else {
    console.log(USAGE)
  }
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${USAGE}`)
  else console.error(`The engine did not start: ${(error as Error).message || String(error)}`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}

/** Calls `stop` once. A second signal ends the process at once. */
function whenToldToStop(stop: () => void): void {
  const end = () => {
    clearInterval(watch)
    for (const signal of ['SIGTERM', 'SIGINT']) process.removeListener(signal, end)
    stop()
  }
  // npm hands a signal on to its shell, and the shell dies of it without handing it on.
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event !== undefined && process.ppid !== parent) end()
  }, PARENT_CHECK_MS)
  watch.unref()
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}
