import type { ScriptTaskNode } from '../executable.ts'
import { attribute, childOf } from './attributes.ts'
import { scriptText } from './language.ts'
import type { NodeCompiler } from './node-compiler.ts'
import { resultVariableOf } from './work.ts'

/** FEEL, `${…}` (where no format is given, too: camunda's rule) or JavaScript. */
export const compileScriptTask: NodeCompiler = (element, base, context): ScriptTaskNode | null => {
  const holder = childOf(element, 'bpmn:script')
  const format = attribute(element, 'scriptFormat') ?? 'juel'
  const script = { format, text: holder?.text ?? '', resource: attribute(element, 'camunda:resource') }
  const expression = scriptText(element, script, 'the script of', context, holder ?? element)
  return expression && { ...base, kind: 'scriptTask', script: expression, resultVariable: resultVariableOf(element) }
}
