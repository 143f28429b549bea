import { readFileSync } from 'node:fs'
import { parseDefinitions, type ExecutableProcess } from '@lianban/engine'

/** From `bench` as from `bench/dist`. */
const FOLDER = new URL(import.meta.url.endsWith('.ts') ? './models/' : '../models/', import.meta.url)

/** The file `models/<key>.bpmn`, whose one process has this key. */
export const modelXml = (key: string): string => readFileSync(new URL(`${key}.bpmn`, FOLDER), 'utf8')

export function modelProcess(key: string): ExecutableProcess {
  const parsed = parseDefinitions(modelXml(key))
  if (!parsed.ok) throw new Error(`${key}.bpmn: ${parsed.problems.map(({ message }) => message).join('; ')}`)
  return parsed.processes[0]!
}
