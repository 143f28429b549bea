import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseDefinitions, type ExecutableProcess } from '@lianban/engine'

/** From `bench` as from `bench/dist`. */
const FOLDER = new URL(import.meta.url.endsWith('.ts') ? './models/' : '../models/', import.meta.url)

/** The path of `models/<key>.bpmn`, whose one process has this key. */
export const modelFile = (key: string): string => fileURLToPath(new URL(`${key}.bpmn`, FOLDER))

export const modelXml = (key: string): string => readFileSync(modelFile(key), 'utf8')

export function modelProcess(key: string): ExecutableProcess {
  const parsed = parseDefinitions(modelXml(key))
  if (!parsed.ok) throw new Error(`${key}.bpmn: ${parsed.problems.map(({ message }) => message).join('; ')}`)
  return parsed.processes[0]!
}
