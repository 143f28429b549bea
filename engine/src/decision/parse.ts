import { attribute, childOf, childrenOf, idOf } from '../model/compile/attributes.ts'
import type { Problem } from '../model/problems.ts'
import type { XmlElement } from '../model/xml.ts'
import { parseXml } from '../model/xml.ts'
import { DecisionContext } from './compile/context.ts'
import { compileFunction, expressionOf } from './compile/logic.ts'
import { checkCircles, checkUnsupported, requirementsOf } from './compile/requirements.ts'
import { typeOf } from './compile/types.ts'
import { isDmnName } from './compile/vocabulary.ts'
import { MAX_DECISIONS } from './limits.ts'
import type { BusinessKnowledge, Decision, DecisionModel } from './model.ts'

export type DecisionParseResult =
  { ok: true; decisions: DecisionModel; /** What has no effect. */ warnings: Problem[] } | { ok: false; problems: Problem[] }

const FOREIGN = new Set(['dmn:extensionElements', 'dmn:extensionAttributes'])

/**
 * A DMN 1.1 to 1.5 file (with camunda's extensions) as executable decisions. Pure and synchronous; never throws for
 * what the file contains. If anything is wrong, all problems found are given, in the file's order.
 */
export function parseDecisions(xml: string): DecisionParseResult {
  const read = parseXml(xml)
  if (!read.ok) return read
  const { root } = read
  const context = new DecisionContext(root)
  if (root.name !== 'dmn:definitions') {
    context.report(
      'NOT_DMN',
      root,
      `the root is <${root.name}>, not <definitions> of DMN 1.1 to 1.5, e.g. https://www.omg.org/spec/DMN/20191111/MODEL/`,
    )
    return { ok: false, problems: context.problems }
  }
  if (countOf(root) > MAX_DECISIONS) {
    context.report(
      'MODEL_TOO_LARGE',
      root,
      `${context.label(root)} has ${countOf(root)} decisions and knowledge models; at most ${MAX_DECISIONS} are read`,
    )
    return { ok: false, problems: context.problems }
  }
  checkNames(root, context)
  checkIds(root, context)
  checkUnsupported(root, context)
  const model = compileModel(root, context)
  if (context.problems.length > 0) return { ok: false, problems: inFileOrder(context.problems) }
  return { ok: true, decisions: model, warnings: inFileOrder(context.warnings) }
}

function countOf(root: XmlElement): number {
  return childrenOf(root, 'dmn:decision').length + childrenOf(root, 'dmn:businessKnowledgeModel').length
}

function compileModel(root: XmlElement, context: DecisionContext): DecisionModel {
  const elements = childrenOf(root, 'dmn:decision')
  if (elements.length === 0) context.report('NO_DECISION', root, `${context.label(root)} contains no decision`)
  const decisions = elements.map((element) => compileDecision(element, context))
  const knowledge = childrenOf(root, 'dmn:businessKnowledgeModel').map((element) => compileKnowledge(element, context))
  checkCircles(
    new Map([
      ...decisions.map(({ id, requiredDecisions, requiredKnowledge }) => [id, [...requiredDecisions, ...requiredKnowledge]] as const),
      ...knowledge.map(({ id, requiredKnowledge }) => [id, requiredKnowledge] as const),
    ]),
    context,
  )
  return {
    id: idOf(root),
    name: attribute(root, 'name'),
    decisions: Object.fromEntries(decisions.map((decision) => [decision.id, decision])),
    knowledge: Object.fromEntries(knowledge.map((model) => [model.id, model])),
  }
}

function compileDecision(element: XmlElement, context: DecisionContext): Decision {
  const id = idOf(element) ?? ''
  const variable = childOf(element, 'dmn:variable')
  const resultName = (variable && attribute(variable, 'name')) ?? attribute(element, 'name') ?? id
  const logic = expressionOf(element, resultName, context)
  if (!logic) context.report('NO_DECISION_LOGIC', element, `${context.label(element)} has neither a table nor an expression`)
  requirementsOf(element, 'requiredInput', context) // what is wrong with them is reported; values come by name
  return {
    id,
    name: attribute(element, 'name'),
    versionTag: attribute(element, 'camunda:versionTag'),
    historyTimeToLive: attribute(element, 'camunda:historyTimeToLive'),
    resultName,
    type: typeOf(variable, context),
    requiredDecisions: requirementsOf(element, 'requiredDecision', context),
    requiredKnowledge: requirementsOf(element, 'requiredKnowledge', context),
    logic: logic ?? { kind: 'formula', formula: { kind: 'empty' } },
  }
}

function compileKnowledge(element: XmlElement, context: DecisionContext): BusinessKnowledge {
  const id = idOf(element) ?? ''
  const variable = childOf(element, 'dmn:variable')
  const name = (variable && attribute(variable, 'name')) ?? attribute(element, 'name') ?? id
  const body = childOf(element, 'dmn:encapsulatedLogic')
  if (!body) context.report('NO_DECISION_LOGIC', element, `${context.label(element)} has no encapsulatedLogic`)
  return {
    id,
    name,
    requiredKnowledge: requirementsOf(element, 'requiredKnowledge', context),
    function: body
      ? compileFunction(body, name, context)
      : { kind: 'function', parameters: [], body: { kind: 'formula', formula: { kind: 'empty' } } },
  }
}

/** An element in DMN's namespace, or in none, that DMN does not know is a slip of the pen. */
function checkNames(element: XmlElement, context: DecisionContext): void {
  for (const child of element.children) {
    if (child.name.startsWith('dmn:') ? !isDmnName(child.name) : !child.name.includes(':')) {
      context.report('UNKNOWN_ELEMENT', child, `${context.label(child)} is not an element of DMN`)
    } else if (child.name.startsWith('dmn:') && !FOREIGN.has(child.name)) checkNames(child, context)
  }
}

/** Ids are unique in the whole file, the diagram aside. */
function checkIds(root: XmlElement, context: DecisionContext): void {
  const seen = new Map<string, XmlElement>()
  const visit = (element: XmlElement) => {
    const id = idOf(element)
    const first = id === null ? undefined : seen.get(id)
    if (first)
      context.report(
        'DUPLICATE_ID',
        element,
        `${context.label(element)} has the id of the ${first.name.replace('dmn:', '')} in line ${first.line}`,
      )
    else if (id !== null) seen.set(id, element)
    for (const child of element.children) if (child.name.startsWith('dmn:') && !FOREIGN.has(child.name)) visit(child)
  }
  visit(root)
}

function inFileOrder(problems: Problem[]): Problem[] {
  const key = (problem: Problem) => (problem.line ?? 0) * 1_000_000 + (problem.column ?? 0)
  return problems.toSorted((a, b) => key(a) - key(b))
}
