import { createHash } from 'node:crypto'
import { parseDecisions, type DecisionModel } from '../decision/index.ts'
import { parseDefinitions, type ExecutableProcess } from '../index.ts'
import { EngineError, invalidModel, type ResourceProblem } from './errors.ts'
import { MAX_KEY_LENGTH } from './writers/lengths.ts'
import { decodeXml } from './xml-encoding.ts'

/** Files in one deployment. */
export const MAX_RESOURCES = 200
/** Definition ids are `<key>:<version>:<deployment id>` and must fit a key column. */
const MAX_DEFINITION_KEY_LENGTH = 128

export interface ResourceInput {
  name: string
  content: string | Buffer
}

/** A file of a deployment, with what is executable in it. */
export interface ParsedResource {
  name: string
  content: Buffer
  processes: ExecutableProcess[]
  decisions: DecisionModel | null
}

/** @throws EngineError INVALID_ARGUMENT */
export function checkNames(name: string, source: string | undefined, resources: ResourceInput[]): void {
  const names = resources.map((resource) => resource.name)
  const tooLong = [name, source ?? '', ...names].find((text) => text.length > MAX_KEY_LENGTH)
  const problem =
    resources.length === 0
      ? 'a deployment needs at least one resource'
      : resources.length > MAX_RESOURCES
        ? `a deployment has at most ${MAX_RESOURCES} resources`
        : tooLong !== undefined
          ? `names have at most ${MAX_KEY_LENGTH} characters: ${tooLong}`
          : new Set(names).size < names.length
            ? 'two resources have the same name'
            : names.includes('')
              ? 'a resource has no name'
              : null
  if (problem) throw new EngineError('INVALID_ARGUMENT', problem)
}

/**
 * Reads all files. `.bpmn`, `.bpmn20.xml`, `.dmn` and `.dmn11.xml` are executable, others are kept as they are.
 * @throws EngineError INVALID_MODEL with all problems of all files
 */
export function parseResources(resources: ResourceInput[], options: { scripts: boolean }): ParsedResource[] {
  const problems: ResourceProblem[] = []
  const owners = new Map<string, string>()
  const parsed = resources.map(({ name, content }): ParsedResource => {
    const result = parse(name, content)
    problems.push(...result.problems)
    const keys = [
      ...result.processes.map(({ key }) => `process ${key}`),
      ...Object.keys(result.decisions?.decisions ?? {}).map((key) => `decision ${key}`),
    ]
    for (const named of keys) {
      const key = named.slice(named.indexOf(' ') + 1)
      const owner = owners.get(named)
      if (owner !== undefined) problems.push(problemOf(name, 'DUPLICATE_ID', `${named} is also in ${owner}`, key))
      if (key.length > MAX_DEFINITION_KEY_LENGTH)
        problems.push(
          problemOf(name, 'INVALID_VALUE', `the id of a process or decision has at most ${MAX_DEFINITION_KEY_LENGTH} characters`, key),
        )
      owners.set(named, name)
    }
    if (!options.scripts) problems.push(...result.processes.flatMap((process) => scriptProblems(name, process)))
    return { name, content: Buffer.from(content), processes: result.processes, decisions: result.decisions }
  })
  if (problems.length > 0) throw invalidModel(problems)
  return parsed
}

interface Parsed {
  processes: ExecutableProcess[]
  decisions: DecisionModel | null
  problems: ResourceProblem[]
}

function parse(resource: string, content: string | Buffer): Parsed {
  const isProcess = /\.bpmn(20\.xml)?$/i.test(resource)
  const isDecision = /\.dmn(11\.xml)?$/i.test(resource)
  if (!isProcess && !isDecision) return { processes: [], decisions: null, problems: [] }
  let xml: string
  try {
    xml = decodeXml(content)
  } catch (error) {
    const message = `the text is not in the encoding it declares: ${(error as Error).message}`
    return { processes: [], decisions: null, problems: [problemOf(resource, 'XML_INVALID', message, null)] }
  }
  const result = isProcess ? parseDefinitions(xml) : parseDecisions(xml)
  if (!result.ok) return { processes: [], decisions: null, problems: result.problems.map((problem) => ({ ...problem, resource })) }
  return 'processes' in result
    ? { processes: result.processes, decisions: null, problems: [] }
    : { processes: [], decisions: result.decisions, problems: [] }
}

const problemOf = (resource: string, code: string, message: string, elementId: string | null): ResourceProblem => ({
  resource,
  code,
  message,
  elementId,
  line: null,
  column: null,
})

/** Where JavaScript would have to run. */
function scriptProblems(resource: string, process: ExecutableProcess): ResourceProblem[] {
  const places: [string, unknown][] = [
    [
      process.key,
      {
        listeners: process.listeners,
        jobPriority: process.jobPriority,
        starters: [process.candidateStarterUsers, process.candidateStarterGroups],
      },
    ],
    ...Object.entries(process.nodes),
    ...Object.entries(process.flows),
  ]
  return places
    .filter(([, place]) => hasScript(place))
    .map(([id]) =>
      problemOf(resource, 'SCRIPTS_DISABLED', `${id} contains a script, and this engine runs none (scripts are switched off)`, id),
    )
}

function hasScript(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(hasScript)
  return ((value as { kind?: unknown }).kind === 'script' && 'source' in value && 'format' in value) || Object.values(value).some(hasScript)
}

/** SHA-256 over names and contents. */
export function contentHash(resources: ParsedResource[]): string {
  const hash = createHash('sha256')
  for (const { name, content } of [...resources].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(`${name}\n${content.length}\n`).update(content)
  }
  return hash.digest('hex')
}
