import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

/** The root of the repository. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** One short line about what is going on. */
export const say = (text) => console.log(`联办 Lianban: ${text}`)

/**
 * Runs a program to its end; signals that end this process end the program first.
 * @param {string} program
 * @param {string[]} args
 * @param {{ quiet?: boolean, env?: Record<string, string>, cwd?: string, timeoutMs?: number }} [options] quiet: the output is returned instead of shown
 * @returns {Promise<{ code: number, output: string }>} code 127 if the program cannot be started, 128 + n if signal n ended it
 */
export function run(program, args, { quiet = false, env = {}, cwd = ROOT, timeoutMs } = {}) {
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
      timeout: timeoutMs,
    })
    const stopForwarding = forwardSignals(child)
    child.stdout?.on('data', (chunk) => (output += chunk))
    child.stderr?.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => {
      stopForwarding()
      resolve({ code: 127, output: output + error.message })
    })
    child.on('close', (code, signal) => {
      stopForwarding()
      resolve({ code: code ?? 128 + constants.signals[signal], output })
    })
  })
}

function forwardSignals(child) {
  const forward = (signal) => {
    child.kill(signal)
    child.once('close', () => process.exit(128 + constants.signals[signal]))
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.once(signal, forward)
  return () => signals.forEach((signal) => process.removeListener(signal, forward))
}

/** A tool of node_modules, run by this same Node. */
export const runTool = (file, args, options) => run(process.execPath, [join(ROOT, 'node_modules', file), ...args], options)

/** Where the program is: on the PATH or in one of `folders`; null if nowhere. */
export function findProgram(name, folders = []) {
  const places = [...(process.env.PATH ?? '').split(delimiter), ...folders].filter(Boolean)
  return places.map((place) => join(place, name)).find((file) => existsSync(file)) ?? null
}
