import type Router from '@koa/router'
import type { ProcessDefinitionRow } from '@lianban/storage'
import type { Context } from 'koa'
import { evaluateText } from '../expression/evaluate.ts'
import type { ExecutableProcess, NodeOf } from '../model/executable.ts'
import { answer, type Rest } from './context.ts'
import { answerDeployedForm, formReferenceOf } from './deployed-form.ts'
import { noMatching, RestError } from './errors.ts'
import { fieldDefaults } from './form-fields.ts'
import { option } from './parameters.ts'
import type { DefinitionPath } from './process-definition.ts'
import { readParameters } from './query.ts'
import { renderForm } from './rendered-form.ts'
import { wireVariables } from './typed-values.ts'

const VALUES = { variableNames: option('stringList'), deserializeValues: option('boolean') }

/** What expressions of a form see before the process has begun: nothing but the instant. */
export const beforeStart = (now: number) => ({
  variables: {},
  functions: {},
  now,
})

/** The none start event; null in a process that starts by events alone. */
export function noneStartOf(process: ExecutableProcess): NodeOf<'startEvent'> | null {
  const id = process.scopes[process.key]?.start
  const node = id == null ? undefined : process.nodes[id]
  return node?.kind === 'startEvent' ? node : null
}

export function startFormRoutes(router: Router, { engine, tenantOf }: Rest, { path, find }: DefinitionPath): void {
  const startOf = async (ctx: Context): Promise<{ row: ProcessDefinitionRow; start: NodeOf<'startEvent'> }> => {
    const row = await find(ctx)
    const start = noneStartOf(await engine.definitions.process(tenantOf(ctx), row.id))
    if (!start)
      throw new RestError(
        400,
        'InvalidRequestException',
        `process definition ${row.id} has no start event without a trigger, hence no start form`,
      )
    return { row, start }
  }
  router.get(`${path}/startForm`, async (ctx) => {
    const { row, start } = await startOf(ctx)
    const context = beforeStart(engine.now())
    const camundaFormRef = formReferenceOf(start, context)
    const isGenerated = !start.formKey && !camundaFormRef && start.formFields.length > 0
    const key = isGenerated
      ? `embedded:engine://engine/:engine/process-definition/${row.id}/rendered-form`
      : start.formKey && evaluateText(start.formKey, context)
    answer(ctx, { key, camundaFormRef, contextPath: null })
  })
  router.get(`${path}/form-variables`, async (ctx) => {
    const { variableNames } = readParameters(ctx, VALUES)
    const { start } = await startOf(ctx)
    const fields = start.formFields.filter(({ id }) => variableNames?.includes(id) ?? true)
    answer(ctx, wireVariables(fieldDefaults(fields, beforeStart(engine.now()))))
  })
  router.get(`${path}/rendered-form`, async (ctx) => {
    const { row, start } = await startOf(ctx)
    if (start.formFields.length === 0) throw noMatching(`rendered start form for process definition with the id ${row.id} found.`)
    const context = beforeStart(engine.now())
    ctx.body = renderForm(start.formFields, fieldDefaults(start.formFields, context), context)
    ctx.set('Content-Type', 'application/xhtml+xml')
  })
  router.get(`${path}/deployed-start-form`, async (ctx) => {
    const { row, start } = await startOf(ctx)
    await answerDeployedForm(ctx, engine, { tenantId: tenantOf(ctx), deploymentId: row.deployment_id }, start, beforeStart(engine.now()))
  })
}
