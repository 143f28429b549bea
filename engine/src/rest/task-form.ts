import type Router from '@koa/router'
import type { UserTaskRow } from '@lianban/storage'
import type { Context } from 'koa'
import { z } from 'zod'
import type { EvaluationContext } from '../expression/expression.ts'
import type { UserTaskNode } from '../model/executable.ts'
import type { Variables } from '../index.ts'
import { answer, answerNothing, param, type Rest } from './context.ts'
import { answerDeployedForm, formReferenceOf } from './deployed-form.ts'
import { noMatching } from './errors.ts'
import { fieldDefaults, readSubmitted } from './form-fields.ts'
import { readBody, typedValues } from './input.ts'
import { option } from './parameters.ts'
import { readParameters } from './query.ts'
import { renderForm } from './rendered-form.ts'
import { foundTask, taskCall } from './task.ts'
import { readVariables, wireVariables } from './typed-values.ts'

const Submit = z.strictObject({ variables: typedValues.nullish(), withVariablesInReturn: z.boolean().optional() })
const FormVariables = { variableNames: option('stringList'), deserializeValues: option('boolean') }

/** A task with what its model says about its form, and what the form's expressions see. */
interface FormTask {
  row: UserTaskRow
  node: UserTaskNode
  visible: Variables
  context: EvaluationContext
}

export function taskFormRoutes(router: Router, rest: Rest): void {
  const { engine } = rest
  router.get('/task/:id/form', async (ctx) => {
    const { row, node, context } = await formTask(ctx, rest)
    const camundaFormRef = formReferenceOf(node, context)
    const isGenerated = row.form_key === null && camundaFormRef === null && node.formFields.length > 0
    answer(ctx, {
      key: isGenerated ? `embedded:engine://engine/:engine/task/${row.id}/rendered-form` : row.form_key,
      camundaFormRef,
      contextPath: null,
    })
  })

  router.get('/task/:id/form-variables', async (ctx) => {
    const { variableNames, deserializeValues: deserialize = true } = readParameters(ctx, FormVariables)
    const { node, visible, context } = await formTask(ctx, rest)
    const chosen = Object.entries({ ...fieldDefaults(node.formFields, context), ...visible }).filter(
      ([name]) => variableNames?.includes(name) ?? true,
    )
    answer(ctx, wireVariables(Object.fromEntries(chosen), { deserialize }))
  })

  router.get('/task/:id/rendered-form', async (ctx) => {
    const { node, visible, context } = await formTask(ctx, rest)
    if (node.formFields.length === 0) throw noMatching(`rendered form for task with the id ${param(ctx, 'id')} found.`)
    ctx.body = renderForm(node.formFields, { ...fieldDefaults(node.formFields, context), ...visible }, context)
    ctx.set('Content-Type', 'application/xhtml+xml')
  })

  router.post('/task/:id/submit-form', async (ctx) => {
    const { variables, withVariablesInReturn } = readBody(ctx, Submit)
    const { row, node, context } = await formTask(ctx, rest)
    const typedVariables = readSubmitted(node.formFields, readVariables(variables), context)
    // what its owner delegated comes back to him by its form
    if (row.delegation_state === 'PENDING') {
      await engine.setVariables({ tenantId: row.tenant_id, instanceId: row.instance_id, typedVariables, actor: taskCall(ctx, rest).actor })
      await engine.updateTask({ ...taskCall(ctx, rest), changes: { delegationState: 'RESOLVED', assignee: row.owner } })
      return answerNothing(ctx)
    }
    const { state } = await engine.completeTask({ ...taskCall(ctx, rest), typedVariables })
    if (withVariablesInReturn) answer(ctx, wireVariables(state.scopes[state.id]?.variables ?? {}))
    else answerNothing(ctx)
  })

  router.get('/task/:id/deployed-form', async (ctx) => {
    const { row, node, context } = await formTask(ctx, rest)
    const definition = await engine.definitions.get(row.tenant_id, row.definition_id)
    await answerDeployedForm(ctx, engine, { tenantId: row.tenant_id, deploymentId: definition!.deploymentId }, node, context)
  })
}

async function formTask(ctx: Context, rest: Rest): Promise<FormTask> {
  const row = await foundTask(ctx, rest)
  const node = (await rest.engine.definitions.process(row.tenant_id, row.definition_id)).nodes[row.element_id]
  if (node?.kind !== 'userTask') throw new Error(`task ${row.id} stands at ${row.element_id}, which is no user task`)
  const visible = await rest.engine.tasks.variables(row.tenant_id, row.id)
  return { row, node, visible, context: contextOf(row, visible, rest.engine.now()) }
}

const contextOf = (row: UserTaskRow, visible: Variables, now: number): EvaluationContext => ({
  variables: Object.fromEntries(Object.entries(visible).map(([name, { value }]) => [name, value])),
  functions: {},
  now,
  execution: { processInstanceId: row.instance_id, processBusinessKey: row.business_key, currentActivityId: row.element_id },
})
