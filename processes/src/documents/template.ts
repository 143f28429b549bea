import Mustache from 'mustache'
import { DocumentError } from './document-error.ts'

/** Names that may be put in unescaped: markup this package makes itself. Everything else is text and is escaped. */
const TRUSTED_MARKUP = ['qrCode', 'seal']
/**
 * Comments that say what the document is: `{{! title: 受理通知书 }}`, and which variables hold its number, its date and whom it
 * is to, and which organ signs it: `{{! number: acceptance.number }}`, `{{! date: acceptance.acceptedAt }}`,
 * `{{! addressee: hearing.toldTo }}`, `{{! organ: lowerOrganName }}`.
 */
const HEAD_COMMENT = /^(title|number|date|addressee|organ):\s*(.+)$/
const PATH = /^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/
const PARTIAL = /\{\{>\s*([a-z][a-z-]*)\s*\}\}/g

export interface TemplateHead {
  title: string | null
  /** Variable that holds the document's number, or null if the document has none. */
  number: string | null
  /** Variable with its day or instant; default `issuedAt`. */
  date: string
  /** Variable that names whom it is to; default `applicantName`. */
  addressee: string
  /** Variable that names the organ whose paper it is; default `organName`. */
  organ: string
}

export interface Template {
  key: string
  /** Every variable the template mentions, as it is written there. */
  variables: string[]
  head: TemplateHead
  /**
   * Fills the template in. @throws DocumentError TEMPLATE_VARIABLE_MISSING naming all variables that the view lacks:
   * an official document with a hole in it must not exist. `null` is a hole too, except as the condition of a section.
   */
  render(view: Record<string, unknown>): string
}

/**
 * Reads a mustache template. Partials, changed delimiters and unescaped text are refused.
 * @param key names the template in error messages
 * @throws DocumentError TEMPLATE_INVALID
 */
export function compileTemplate(key: string, source: string): Template {
  const writer = new StrictWriter()
  const tokens = parse(key, writer, source)
  return {
    key,
    variables: [...new Set(variablesOf(key, tokens))],
    head: headOf(key, tokens),
    render(view) {
      const missing = new Set<string>()
      const html = writer.render(source, new StrictContext(view, undefined, missing))
      if (missing.size > 0)
        throw new DocumentError(
          'TEMPLATE_VARIABLE_MISSING',
          `文书模板“${key}”缺少变量：${[...missing].join('、')}。请检查申请表单和流程变量`,
        )
      return html
    },
  }
}

/** The value at a dotted path, or undefined. */
export function valueAt(view: Record<string, unknown>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) => (value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[name] : undefined),
      view,
    )
}

/** Looks variables up and notes the ones that are not there, instead of taking them for empty text. */
class StrictContext extends Mustache.Context {
  readonly missing: Set<string>

  constructor(view: unknown, parent: StrictContext | undefined, missing: Set<string>) {
    super(view, parent)
    this.missing = missing
  }

  override push(view: unknown): Mustache.Context {
    return new StrictContext(view, this, this.missing)
  }

  override lookup(name: string): unknown {
    const value: unknown = super.lookup(name)
    if (value === undefined) this.missing.add(name)
    return value
  }
}

class StrictWriter extends Mustache.Writer {
  override escapedValue(token: string[], context: Mustache.Context): string {
    return Mustache.escape(textOf(token, context))
  }

  override unescapedValue(token: string[], context: Mustache.Context): string {
    return textOf(token, context)
  }
}

function textOf(token: string[], context: Mustache.Context): string {
  const name = token[1]!
  const value: unknown = context.lookup(name)
  if (value === null || typeof value === 'object') (context as StrictContext).missing.add(name)
  return value === null || value === undefined ? '' : String(value)
}

function parse(key: string, writer: Mustache.Writer, source: string): Mustache.TemplateSpans {
  try {
    return writer.parse(source) as Mustache.TemplateSpans
  } catch (error) {
    throw new DocumentError('TEMPLATE_INVALID', `文书模板“${key}”有语法错误：${(error as Error).message}`, { cause: error })
  }
}

function headOf(key: string, tokens: Mustache.TemplateSpans): TemplateHead {
  const said = tokens.flatMap(([type, text]) => {
    const [, name, value] = (type === '!' && HEAD_COMMENT.exec(text)) || []
    return name ? [[name, value!.trim()] as const] : []
  })
  const { title = null, number = null, date = 'issuedAt', addressee = 'applicantName', organ = 'organName' } = Object.fromEntries(said)
  for (const path of [number, date, addressee, organ])
    if (path !== null && !PATH.test(path)) throw new DocumentError('TEMPLATE_INVALID', `文书模板“${key}”的“${path}”不是变量名`)
  return { title, number, date, addressee, organ }
}

/**
 * Puts the shared pieces in for `{{> name}}`. They hold no pieces themselves; one that is not there stays, and
 * `compileTemplate` refuses it.
 */
export const withPartials = (html: string, partials: Readonly<Record<string, string>>): string =>
  html.replace(PARTIAL, (tag, name: string) => (Object.hasOwn(partials, name) ? partials[name]!.trimEnd() : tag))

function variablesOf(key: string, tokens: Mustache.TemplateSpans): string[] {
  return tokens.flatMap((token): string[] => {
    const [type, name] = token
    if (type === 'text' || type === '!') return []
    if (type === 'name') return [name]
    if (type === '#' || type === '^') return [name, ...variablesOf(key, token[4] as Mustache.TemplateSpans)]
    if (type === '&' && TRUSTED_MARKUP.includes(name)) return [name]
    throw new DocumentError('TEMPLATE_INVALID', `文书模板“${key}”使用了不允许的标记“${type} ${name}”`)
  })
}
