import { ExpressionSyntaxError } from '../../expression/expression.ts'
import { attribute, idOf } from '../../model/compile/attributes.ts'
import { isFeel } from '../../model/compile/language.ts'
import { MAX_EXPRESSION_CHARACTERS, MAX_PROBLEMS } from '../../model/limits.ts'
import type { Problem, ProblemCode } from '../../model/problems.ts'
import type { XmlElement } from '../../model/xml.ts'
import type { Language } from '../formula.ts'
import { compileFormula } from '../formula.ts'
import { compileEntry } from '../input-entry.ts'
import type { Formula, InputEntry } from '../model.ts'

/** What the compilers of one DMN file share: the findings so far and the elements that others refer to. */
export class DecisionContext {
  readonly problems: Problem[] = []
  readonly warnings: Problem[] = []
  /** definitions/@namespace: references may carry it. */
  readonly namespace: string
  /** Decisions, input data, knowledge models and so on by id. */
  readonly requirable = new Map<string, XmlElement>()
  /** itemDefinition by name. */
  readonly types = new Map<string, XmlElement>()
  private readonly parents = new Map<XmlElement, XmlElement>()
  private readonly defaultLanguage: string | null

  constructor(root: XmlElement) {
    this.namespace = attribute(root, 'namespace') ?? ''
    this.defaultLanguage = attribute(root, 'expressionLanguage')
    const adopt = (parent: XmlElement) => {
      for (const child of parent.children) {
        this.parents.set(child, parent)
        adopt(child)
      }
    }
    adopt(root)
    for (const child of root.children) {
      const id = idOf(child)
      const name = attribute(child, 'name')
      if (child.name === 'dmn:itemDefinition') {
        if (name !== null) this.types.set(name, child)
      } else if (id !== null && child.name.startsWith('dmn:')) this.requirable.set(id, child)
    }
  }

  /** The model is refused. */
  report(code: ProblemCode, element: XmlElement, message: string): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(this.problem(code, element, message))
  }

  /** Something in the model has no effect. */
  warn(code: ProblemCode, element: XmlElement, message: string): void {
    if (this.warnings.length < MAX_PROBLEMS) this.warnings.push(this.problem(code, element, message))
  }

  /** The element as messages name it: `decision "d"`, or `text in rule "r"` where it has no id. */
  label(element: XmlElement): string {
    const kind = element.name.replace(/^dmn:/, '')
    const id = idOf(element)
    if (id !== null) return `${kind} "${id}"`
    const parent = this.parents.get(element)
    return parent ? `${kind} in ${this.label(parent)}` : kind
  }

  /** A text that gives a value; `empty`, and reported, if it is wrong. */
  formula(element: XmlElement, text: string): Formula {
    return this.compiled(element, text, compileFormula) ?? { kind: 'empty' }
  }

  /** Unary tests; `any`, and reported, if they are wrong. */
  entry(element: XmlElement, text: string): InputEntry {
    return this.compiled(element, text, compileEntry) ?? { kind: 'any' }
  }

  private compiled<T>(element: XmlElement, text: string, compile: (text: string, language: Language) => T): T | null {
    if (text.length > MAX_EXPRESSION_CHARACTERS) {
      const message = `${this.label(element)} has ${text.length} characters; at most ${MAX_EXPRESSION_CHARACTERS} are allowed`
      this.report('INVALID_EXPRESSION', element, message)
      return null
    }
    const language = this.languageOf(element, text)
    if (language === null) return null
    try {
      return compile(text, language)
    } catch (error) {
      if (!(error instanceof ExpressionSyntaxError)) throw error
      this.report('INVALID_EXPRESSION', element, `${this.label(element)} cannot be read: ${error.message}`)
      return null
    }
  }

  /** FEEL, unless the element or the file says JUEL, or the text starts as only JUEL can. null, and reported, for any other. */
  private languageOf(element: XmlElement, text: string): Language | null {
    const stated = attribute(element, 'expressionLanguage') ?? this.defaultLanguage
    if (stated === null || isFeel(stated)) return stated === null && /^\s*[$#]\{/.test(text) ? 'juel' : 'feel'
    if (['juel', 'uel', 'el'].includes(stated.toLowerCase())) return 'juel'
    this.report('UNSUPPORTED_LANGUAGE', element, `${this.label(element)} is in "${stated}", which is not executed; use FEEL or JUEL`)
    return null
  }

  private problem(code: ProblemCode, element: XmlElement, message: string): Problem {
    let owner: XmlElement | undefined = element
    while (owner && idOf(owner) === null) owner = this.parents.get(owner)
    return { code, message, elementId: owner ? idOf(owner) : null, line: element.line, column: element.column }
  }
}

/** The elements of DMN among the children, text and extensions aside. */
export function contentOf(element: XmlElement): XmlElement[] {
  return element.children.filter((child) => child.name.startsWith('dmn:') && !DESCRIPTIVE.has(child.name))
}

/** dmn:text of an expression, '' if there is none. */
export function textOf(element: XmlElement): string {
  return element.children
    .filter((child) => child.name === 'dmn:text')
    .map((child) => child.text)
    .join('')
}

const DESCRIPTIVE = new Set(['dmn:description', 'dmn:extensionElements', 'dmn:extensionAttributes', 'dmn:text', 'dmn:typeRef'])
