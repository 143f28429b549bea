import type { Expression } from '../../expression/expression.ts'
import { ExpressionSyntaxError } from '../../expression/expression.ts'
import { compileExpression } from '../../expression/evaluate.ts'
import { MAX_EXPRESSION_CHARACTERS, MAX_PROBLEMS } from '../limits.ts'
import type { Problem, ProblemCode } from '../problems.ts'
import type { XmlElement } from '../xml.ts'

/** What the compilers of one file share: the findings so far and the elements that others refer to. */
export class CompileContext {
  readonly problems: Problem[] = []
  readonly warnings: Problem[] = []
  /** bpmn:message and bpmn:error by id. */
  readonly messages = new Map<string, XmlElement>()
  readonly errors = new Map<string, XmlElement>()
  /** definitions/@expressionLanguage says FEEL: conditions that are not `${…}` are read as it. */
  feelByDefault = false
  /** camunda:taskPriority of the process being compiled. */
  taskPriority: Expression | null = null

  /** The model is refused. `at` gives the place where it is not the element's own. */
  report(code: ProblemCode, element: XmlElement, message: string, at: XmlElement = element): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problemOf(code, element, message, at))
  }

  /** Something in the model has no effect. */
  warn(code: ProblemCode, element: XmlElement, message: string, at: XmlElement = element): void {
    if (this.warnings.length < MAX_PROBLEMS) this.warnings.push(problemOf(code, element, message, at))
  }

  /**
   * Text of `element` as an expression; null, and reported, if its syntax is wrong.
   * @param what where it stands, for the message: "the assignee of"
   */
  expression(element: XmlElement, text: string, what: string, options: { at?: XmlElement; language?: 'feel' } = {}): Expression | null {
    if (text.length > MAX_EXPRESSION_CHARACTERS) {
      const message = `${what} ${label(element)} has ${text.length} characters; at most ${MAX_EXPRESSION_CHARACTERS} are allowed`
      this.report('INVALID_EXPRESSION', element, message, options.at)
      return null
    }
    try {
      return compileExpression(text, options.language)
    } catch (error) {
      if (!(error instanceof ExpressionSyntaxError)) throw error
      this.report('INVALID_EXPRESSION', element, `${what} ${label(element)} cannot be read: ${error.message}`, options.at)
      return null
    }
  }

  /** The same for an attribute; null also if it is absent or blank. */
  attributeExpression(element: XmlElement, name: string): Expression | null {
    const text = attribute(element, name)
    return text === null ? null : this.expression(element, text, `${name} of`)
  }
}

function problemOf(code: ProblemCode, element: XmlElement, message: string, at: XmlElement): Problem {
  return { code, message, elementId: idOf(element), line: at.line, column: at.column }
}

/** The element as messages name it: `userTask "Task_1"`. */
export function label(element: XmlElement): string {
  const kind = element.name.replace(/^bpmn:/, '')
  const id = idOf(element)
  return id === null ? kind : `${kind} "${id}"`
}

export function idOf(element: XmlElement): string | null {
  return attribute(element, 'id')
}

/** An attribute's text; null if absent or blank. */
export function attribute(element: XmlElement, name: string): string | null {
  if (!Object.hasOwn(element.attributes, name)) return null
  const value = element.attributes[name]!.trim()
  return value === '' ? null : value
}

export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name)
}

export function childOf(element: XmlElement, name: string): XmlElement | null {
  return element.children.find((child) => child.name === name) ?? null
}

/** The elements of this name in bpmn:extensionElements. */
export function extensions(element: XmlElement, name: string): XmlElement[] {
  return childrenOf(element, 'bpmn:extensionElements').flatMap((holder) => childrenOf(holder, name))
}

/** camunda:properties as a record; the last of a name wins. */
export function propertiesOf(element: XmlElement): Record<string, string> {
  const entries = extensions(element, 'camunda:properties')
    .flatMap((holder) => childrenOf(holder, 'camunda:property'))
    .map((property) => [attribute(property, 'name') ?? attribute(property, 'id') ?? '', property.attributes['value'] ?? ''] as const)
  return Object.fromEntries(entries.filter(([name]) => name !== ''))
}

export function documentationOf(element: XmlElement): string | null {
  const text = childrenOf(element, 'bpmn:documentation')
    .map((child) => child.text.trim())
    .join('\n')
  return text === '' ? null : text
}
