import { attribute, childrenOf, idOf } from '../../model/compile/attributes.ts'
import type { XmlElement } from '../../model/xml.ts'
import type { DecisionContext } from './context.ts'

/** What each requirement may point to. Authority requirements have no effect on the result. */
const REQUIREMENTS = {
  requiredDecision: { in: 'dmn:informationRequirement', kind: 'dmn:decision' },
  requiredInput: { in: 'dmn:informationRequirement', kind: 'dmn:inputData' },
  requiredKnowledge: { in: 'dmn:knowledgeRequirement', kind: 'dmn:businessKnowledgeModel' },
} as const

/** Ids of what a decision or knowledge model requires of one kind; those that do not resolve are reported. */
export function requirementsOf(element: XmlElement, name: keyof typeof REQUIREMENTS, context: DecisionContext): string[] {
  const { in: holder, kind } = REQUIREMENTS[name]
  const references = childrenOf(element, holder).flatMap((requirement) => childrenOf(requirement, `dmn:${name}`))
  const ids = references.map((reference) => resolve(reference, kind, context)).filter((id) => id !== null)
  return [...new Set(ids)]
}

function resolve(reference: XmlElement, kind: string, context: DecisionContext): string | null {
  const href = attribute(reference, 'href') ?? ''
  const [file, id = ''] = href.includes('#') ? href.split('#', 2) : ['', href]
  if (file !== '' && file !== context.namespace) {
    context.report('UNSUPPORTED_ELEMENT', reference, `${context.label(reference)} refers to "${href}" in another file, which is not read`)
    return null
  }
  const target = context.requirable.get(id)
  if (target?.name === kind) return id
  const found = target ? `which is a ${target.name.replace('dmn:', '')}` : 'which does not exist'
  context.report('DANGLING_REFERENCE', reference, `${context.label(reference)} refers to "${id}", ${found}`)
  return null
}

/**
 * Reports every circle once, at the element that closes it. A knowledge model may require itself, which is how some
 * tools write recursion.
 * @param requirements ids by id
 */
export function checkCircles(requirements: Map<string, readonly string[]>, context: DecisionContext): void {
  const done = new Set<string>()
  const path: string[] = []
  const visit = (id: string) => {
    if (done.has(id)) return
    const start = path.indexOf(id)
    if (start >= 0) {
      const closing = context.requirable.get(path.at(-1)!)!
      const circle = [...path.slice(start), id].map((step) => `"${step}"`).join(' requires ')
      context.report('CYCLIC_REQUIREMENT', closing, `${context.label(closing)} closes a circle of requirements: ${circle}`)
      return
    }
    path.push(id)
    for (const next of requirements.get(id) ?? []) {
      if (next !== id || context.requirable.get(id)?.name !== 'dmn:businessKnowledgeModel') visit(next)
    }
    path.pop()
    done.add(id)
  }
  for (const id of requirements.keys()) visit(id)
}

/** Elements that say something the engine does not do. */
export function checkUnsupported(root: XmlElement, context: DecisionContext): void {
  for (const element of childrenOf(root, 'dmn:decisionService')) {
    context.report(
      'UNSUPPORTED_ELEMENT',
      element,
      `${context.label(element)}: decision services are not executed; evaluate its decisions by their ids`,
    )
  }
  for (const element of childrenOf(root, 'dmn:import')) {
    context.report(
      'UNSUPPORTED_ELEMENT',
      element,
      `${context.label(element)}: other files (${attribute(element, 'namespace') ?? 'no namespace'}) are not imported`,
    )
  }
  for (const element of root.children) {
    if (ID_NEEDED.has(element.name) && idOf(element) === null) {
      context.report('MISSING_ID', element, `${context.label(element)} has no id`)
    }
  }
}

const ID_NEEDED = new Set(['dmn:decision', 'dmn:businessKnowledgeModel', 'dmn:inputData'])
