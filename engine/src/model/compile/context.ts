import type { Expression } from '../../expression/expression.ts'
import { ExpressionSyntaxError } from '../../expression/expression.ts'
import { compileExpression } from '../../expression/evaluate.ts'
import { MAX_EXPRESSION_CHARACTERS, MAX_PROBLEMS, MAX_SCRIPT_CHARACTERS } from '../limits.ts'
import type { Problem, ProblemCode } from '../problems.ts'
import type { XmlElement } from '../xml.ts'
import { attribute, idOf, label, splitList } from './attributes.ts'

export { attribute, childOf, childrenOf, idOf, label } from './attributes.ts'

/** What stands at the root of a file and is referred to from the processes. */
export type RootKind = 'message' | 'signal' | 'error' | 'escalation' | 'eventDefinition'

export type Language = 'feel' | 'javascript'

interface ExpressionOptions {
  /** Gives the place where it is not the element's own. */
  at?: XmlElement
  /** Without one the text says itself what it is, see `compileExpression`. */
  language?: Language
}

/** What the compilers of one file share: the findings so far and the elements that others refer to. */
export class CompileContext {
  readonly problems: Problem[] = []
  readonly warnings: Problem[] = []
  /** definitions/@expressionLanguage says FEEL: conditions that are not `${…}` are read as it. */
  feelByDefault = false
  /** camunda:taskPriority and camunda:jobPriority of the process being compiled. */
  taskPriority: Expression | null = null
  jobPriority: Expression | null = null
  private readonly roots = new Map<string, XmlElement>()

  addRoot(kind: RootKind, id: string, element: XmlElement): void {
    this.roots.set(`${kind} ${id}`, element)
  }

  /** References are QNames: `tns:Message_1` means the same file. */
  root(kind: RootKind, reference: string): XmlElement | null {
    return this.roots.get(`${kind} ${reference}`) ?? this.roots.get(`${kind} ${reference.replace(/^[^:]*:/, '')}`) ?? null
  }

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
  expression(element: XmlElement, text: string, what: string, { at, language }: ExpressionOptions = {}): Expression | null {
    const limit = language === 'javascript' ? MAX_SCRIPT_CHARACTERS : MAX_EXPRESSION_CHARACTERS
    if (text.length > limit) {
      this.report(
        'INVALID_EXPRESSION',
        element,
        `${what} ${label(element)} has ${text.length} characters; at most ${limit} are allowed`,
        at,
      )
      return null
    }
    if (language === 'javascript') return { kind: 'script', format: 'javascript', source: text }
    try {
      return compileExpression(text, language)
    } catch (error) {
      if (!(error instanceof ExpressionSyntaxError)) throw error
      this.report('INVALID_EXPRESSION', element, `${what} ${label(element)} cannot be read: ${error.message}`, at)
      return null
    }
  }

  /** The same for an attribute of the element, or of `holder` in it; null also if it is absent or blank. */
  attributeExpression(element: XmlElement, name: string, holder: XmlElement = element): Expression | null {
    const text = attribute(holder, name)
    return text === null ? null : this.expression(element, text, `${name} of`, { at: holder })
  }

  /** An attribute that gives a whole number; a literal is checked here. */
  integerAttribute(element: XmlElement, name: string, holder: XmlElement = element): Expression | null {
    const expression = this.attributeExpression(element, name, holder)
    if (expression?.kind === 'literal' && !/^[+-]?\d{1,15}$/.test(expression.text)) {
      this.report('INVALID_VALUE', element, `${name} of ${label(element)}, "${expression.text}", is not a whole number`, holder)
    }
    return expression
  }

  /** Users or groups, separated by commas. */
  listExpressions(element: XmlElement, texts: (string | null)[], what: string): Expression[] {
    return texts
      .flatMap((text) => (text === null ? [] : splitList(text)))
      .map((text) => this.expression(element, text, what))
      .filter((expression) => expression !== null)
  }
}

function problemOf(code: ProblemCode, element: XmlElement, message: string, at: XmlElement): Problem {
  return { code, message, elementId: idOf(element), line: at.line, column: at.column }
}
