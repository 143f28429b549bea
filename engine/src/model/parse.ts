import { compileProcess } from './compile.ts'
import { attribute, childrenOf, idOf, label } from './compile/attributes.ts'
import type { RootKind } from './compile/context.ts'
import { CompileContext } from './compile/context.ts'
import { isFeel } from './compile/language.ts'
import type { ExecutableProcess } from './executable.ts'
import type { Problem } from './problems.ts'
import { isBpmnName } from './vocabulary.ts'
import type { XmlElement } from './xml.ts'
import { parseXml } from './xml.ts'

export type ParseResult =
  { ok: true; processes: ExecutableProcess[]; /** What has no effect. */ warnings: Problem[] } | { ok: false; problems: Problem[] }

/** Elements that hold the diagram or other tools' data, about which we have no opinion. */
const FOREIGN = new Set(['bpmn:extensionElements', 'bpmn:relationship', 'bpmn:extension'])

/**
 * A BPMN 2.0 file (with camunda's or activiti's extensions) as executable processes: one for every process with
 * isExecutable="true". Pure and synchronous; never throws for what the file contains. If anything is wrong, all
 * problems found are given, in the file's order.
 */
export function parseDefinitions(xml: string): ParseResult {
  const read = parseXml(xml)
  if (!read.ok) return read
  const { root } = read
  const context = new CompileContext()
  if (root.name !== 'bpmn:definitions') {
    context.report('NOT_BPMN', root, `the root is <${root.name}>, not <definitions> of http://www.omg.org/spec/BPMN/20100524/MODEL`)
    return { ok: false, problems: context.problems }
  }
  checkNames(root, context)
  checkIds(root, context)
  collectDefinitions(root, context)
  const processes = executableProcesses(root, context).map((element) => compileProcess(element, context))
  if (context.problems.length > 0) return { ok: false, problems: inFileOrder(context.problems) }
  return { ok: true, processes, warnings: inFileOrder(context.warnings) }
}

function executableProcesses(root: XmlElement, context: CompileContext): XmlElement[] {
  const all = childrenOf(root, 'bpmn:process')
  const executable = all.filter((process) => attribute(process, 'isExecutable') === 'true')
  if (all.length === 0) context.report('NO_PROCESS', root, `${label(root)} contains no process`)
  else if (executable.length === 0) {
    const message = `no process is executable: set isExecutable="true" on ${all.map(label).join(' or ')}`
    context.report('NO_EXECUTABLE_PROCESS', all[0]!, message)
  }
  return executable
}

const ROOT_KINDS: readonly RootKind[] = ['message', 'signal', 'error', 'escalation']

function collectDefinitions(root: XmlElement, context: CompileContext): void {
  context.feelByDefault = isFeel(attribute(root, 'expressionLanguage') ?? '')
  for (const element of root.children) {
    const id = idOf(element)
    const kind = element.name.endsWith('EventDefinition') ? 'eventDefinition' : ROOT_KINDS.find((name) => element.name === `bpmn:${name}`)
    if (id !== null && kind) context.addRoot(kind, id, element)
  }
}

/** An element in BPMN's namespace, or in none, that BPMN does not know is a slip of the pen. */
function checkNames(element: XmlElement, context: CompileContext): void {
  for (const child of element.children) {
    if (child.name.startsWith('bpmn:') ? !isBpmnName(child.name) : !child.name.includes(':')) {
      context.report('UNKNOWN_ELEMENT', child, `${label(child)} in ${label(element)} is not an element of BPMN 2.0`)
    } else if (child.name.startsWith('bpmn:') && !FOREIGN.has(child.name)) checkNames(child, context)
  }
}

/** Ids are unique in the whole file, the diagram aside: no one refers to its ids. */
function checkIds(root: XmlElement, context: CompileContext): void {
  const seen = new Map<string, XmlElement>()
  const visit = (element: XmlElement) => {
    const id = idOf(element)
    const first = id === null ? undefined : seen.get(id)
    if (first)
      context.report(
        'DUPLICATE_ID',
        element,
        `${label(element)} has the id of the ${first.name.replace('bpmn:', '')} in line ${first.line}`,
      )
    else if (id !== null) seen.set(id, element)
    for (const child of element.children) if (child.name.startsWith('bpmn:') && !FOREIGN.has(child.name)) visit(child)
  }
  visit(root)
}

function inFileOrder(problems: Problem[]): Problem[] {
  const key = (problem: Problem) => (problem.line ?? 0) * 1_000_000 + (problem.column ?? 0)
  return problems.toSorted((a, b) => key(a) - key(b))
}
