import type { Expression } from '../../expression/expression.ts'
import { isJuel } from '../../expression/juel-parse.ts'
import type { XmlElement } from '../xml.ts'
import { attribute, childOf, label } from './attributes.ts'
import type { CompileContext, Language } from './context.ts'

/** FEEL by its name or by OMG's address of any DMN version. */
export function isFeel(language: string): boolean {
  return /^(feel|https?:\/\/www\.omg\.org\/spec\/(dmn\/\d+\/)?feel.*)$/i.test(language)
}

/**
 * A language by its name; `juel` for `${…}`, by whichever of its names.
 * null, and reported, if it is one that is not executed.
 */
export function knownLanguage(element: XmlElement, name: string, context: CompileContext, at: XmlElement): Language | 'juel' | null {
  if (isFeel(name)) return 'feel'
  if (/^(javascript|js|ecmascript)$/i.test(name)) return 'javascript'
  if (/^(juel|uel|el|java)$/i.test(name)) return 'juel'
  const message = `${label(element)} has an expression or script in "${name}", which is not executed; use FEEL, \${…} or JavaScript`
  context.report('UNSUPPORTED_LANGUAGE', element, message, at)
  return null
}

/**
 * An expression that stands as an element's text, in the language its attribute names, else its own.
 * null, and reported, if it is empty or wrong.
 */
export function elementExpression(element: XmlElement, holder: XmlElement, what: string, context: CompileContext): Expression | null {
  const name = attribute(holder, 'language')
  const language = name === null ? 'juel' : knownLanguage(element, name, context, holder)
  if (language === null) return null
  const text = holder.text.trim()
  if (text === '') {
    context.report('INVALID_EXPRESSION', element, `${what} ${label(element)} is empty`, holder)
    return null
  }
  return context.expression(element, text, what, language === 'juel' ? { at: holder } : { at: holder, language })
}

/** A condition: an expression that says true or false, so plain text is a slip of the pen. */
export function conditionExpression(element: XmlElement, holder: XmlElement, what: string, context: CompileContext): Expression | null {
  if (attribute(holder, 'camunda:resource')) {
    context.report('UNSUPPORTED_LANGUAGE', element, `${what} ${label(element)} is a script file; write the script into the model`, holder)
    return null
  }
  const script = childOf(holder, 'camunda:script')
  if (script) return scriptExpression(element, script, what, context)
  const text = holder.text.trim()
  const feel = context.feelByDefault && attribute(holder, 'language') === null && text !== '' && !isJuel(text)
  const expression = feel
    ? context.expression(element, text, what, { at: holder, language: 'feel' })
    : elementExpression(element, holder, what, context)
  if (expression?.kind === 'literal' && expression.text !== 'true' && expression.text !== 'false') {
    const message = `${what} ${label(element)}, "${text}", is plain text: write FEEL as =… or language="feel", or \${…}`
    context.report('INVALID_EXPRESSION', element, message, holder)
  }
  return expression
}

/** camunda:script: its text in the language of its scriptFormat. */
export function scriptExpression(element: XmlElement, script: XmlElement, what: string, context: CompileContext): Expression | null {
  const format = attribute(script, 'scriptFormat')
  if (format === null) {
    context.report('NO_SCRIPT', element, `${what} ${label(element)} is a script that does not say its language (scriptFormat)`, script)
    return null
  }
  return scriptText(element, { format, text: script.text, resource: attribute(script, 'resource') }, what, context, script)
}

interface Script {
  format: string
  text: string
  /** A file of the deployment or the class path. */
  resource: string | null
}

export function scriptText(element: XmlElement, script: Script, what: string, context: CompileContext, at: XmlElement): Expression | null {
  if (script.resource !== null) {
    const message = `${what} ${label(element)} is the file "${script.resource}", which is not read; write the script into the model`
    context.report('NO_SCRIPT', element, message, at)
    return null
  }
  const language = knownLanguage(element, script.format, context, at)
  if (language === null) return null
  if (script.text.trim() === '') {
    context.report('NO_SCRIPT', element, `${what} ${label(element)} is empty`, at)
    return null
  }
  return context.expression(element, script.text.trim(), what, language === 'juel' ? { at } : { at, language })
}
