import pino, { type Logger } from 'pino'
import { parseConfig, type Config } from '../../server/config.ts'

/** Configuration from the environment and `--name value` flags (`--port 9000` is PORT=9000), with the logger that goes with it. */
export function environment(flags: Record<string, string | boolean | undefined> = {}): { config: Config; logger: Logger } {
  const given = Object.fromEntries(
    Object.entries(flags).map(([name, value]) => [
      name.replaceAll('-', '_').toUpperCase(),
      value === undefined ? undefined : String(value),
    ]),
  )
  const config = parseConfig({ ...process.env, ...definedOnly(given) })
  return { config, logger: pino({ level: config.logLevel, redact: ['req.headers.cookie', 'req.headers.authorization'] }) }
}

const definedOnly = (values: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))

/** Resolves when the process is asked to stop. A second signal ends it at once. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}
