import type { Context } from 'koa'
import type { EvaluationContext } from '../index.ts'
import { evaluateInteger, evaluateText } from '../expression/evaluate.ts'
import type { Expression } from '../expression/expression.ts'
import type { FormReference } from '../model/executable.ts'
import type { Engine } from '../runtime/engine.ts'
import { invalidRequest, RestError } from './errors.ts'

interface FormNode {
  formKey: Expression | null
  formRef: FormReference | null
}

/** Form keys that name a file of the deployment; what follows is its name. */
const DEPLOYED = /^(?:embedded|camunda-forms):deployment:(.+)$/

/** Camunda's `camundaFormRef` of a form; null if it has none. */
export function formReferenceOf({ formRef }: FormNode, context: EvaluationContext): object | null {
  if (!formRef) return null
  const version = formRef.version && evaluateInteger(formRef.version, context)
  return { key: evaluateText(formRef.key, context), binding: formRef.binding, version }
}

/**
 * Answers with the form's own file: the one that the form key names, or the Camunda Form (`*.form`) of the referenced id.
 * Forms have no versions of their own here: they are found beside their model, whatever the binding is.
 * @throws RestError 400 without a deployed form, 404 if its file is not there
 */
export async function answerDeployedForm(
  ctx: Context,
  engine: Engine,
  { tenantId, deploymentId }: { tenantId: string; deploymentId: string },
  form: FormNode,
  context: EvaluationContext,
): Promise<void> {
  const key = form.formKey && evaluateText(form.formKey, context)
  const name = key === null ? undefined : DEPLOYED.exec(key)?.[1]
  const reference = form.formRef && evaluateText(form.formRef.key, context)
  if (name === undefined && reference === null)
    throw invalidRequest('The form has no deployed resource: neither a form key with `deployment:` nor a form reference')
  const found =
    name !== undefined
      ? await engine.deployments.resourceByName(tenantId, deploymentId, name)
      : await formOf(engine, { tenantId, deploymentId }, reference!)
  if (!found) throw new RestError(404, 'InvalidRequestException', `the form ${name ?? reference} is not in deployment ${deploymentId}`)
  ctx.body = found.content
  ctx.set('Content-Type', found.name.endsWith('.html') ? 'application/xhtml+xml' : 'application/json')
}

async function formOf(engine: Engine, { tenantId, deploymentId }: { tenantId: string; deploymentId: string }, id: string) {
  for (const { name } of await engine.deployments.resources(tenantId, deploymentId)) {
    if (!/\.(form|json)$/.test(name)) continue
    const file = await engine.deployments.resourceByName(tenantId, deploymentId, name)
    if (file && idOf(file.content) === id) return file
  }
  return undefined
}

function idOf(content: Buffer): unknown {
  try {
    return (JSON.parse(content.toString('utf8')) as { id?: unknown } | null)?.id
  } catch {
    return undefined
  }
}
