#!/usr/bin/env node
import { ConfigError } from '../server/config.ts'
import { commands } from './commands/index.ts'

const [name = 'help', ...rest] = process.argv.slice(2)
const command = commands[name]

if (!command) {
  const width = Math.max(...Object.keys(commands).map((key) => key.length))
  const lines = Object.entries(commands).map(([key, { summary }]) => `  ${key.padEnd(width)}  ${summary}`)
  console.log(`用法 usage: lianban <command>\n\n${lines.join('\n')}`)
  process.exitCode = name === 'help' || name === '--help' ? 0 : 2
} else {
  try {
    process.exitCode = (await command.run(rest)) ?? 0
  } catch (error) {
    const known = error instanceof ConfigError || typeof (error as { code?: unknown }).code === 'string'
    console.error(known ? (error as Error).message : error)
    process.exitCode = 1
  }
}
