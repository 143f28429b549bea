#!/usr/bin/env node
import { readOptions, USAGE, UsageError } from './options.ts'
import { serve } from './serve.ts'

try {
  const options = readOptions(process.argv.slice(2), process.env)
  if (options) {
    const running = await serve(options)
    console.log(`Lianban engine is running at ${running.url}`)
    const stop = () => {
      running.close().catch((error: unknown) => {
        console.error(error)
        process.exitCode = 1
      })
    }
    // Once: a second signal ends the process at once.
    process.once('SIGTERM', stop)
    process.once('SIGINT', stop)
  } else {
    console.log(USAGE)
  }
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${USAGE}`)
  else console.error(`The engine did not start: ${(error as Error).message || String(error)}`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}
