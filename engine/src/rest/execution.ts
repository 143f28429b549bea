import type Router from '@koa/router'
import type { Context } from 'koa'
import type { Variables } from '../index.ts'
import { visibleTyped } from '../core/variables.ts'
import { instanceOf } from '../runtime/variables.ts'
import { answer, param, type Rest } from './context.ts'
import { invalidRequest, RestError } from './errors.ts'
import { wireVariables } from './typed-values.ts'

/** Executions are instances and the tokens in them; their variables are those they see. */
export function executionRoutes(router: Router, { engine, tenantOf }: Rest): void {
  const variablesOf = async (ctx: Context): Promise<Variables> => {
    const id = param(ctx, 'id')
    const instanceId = instanceOf(id)
    if (instanceId === null) return engine.instances.typedVariables(tenantOf(ctx), id)
    return visibleTyped(await engine.instances.state(tenantOf(ctx), instanceId), id)
  }

  router.get('/execution/:id/localVariables', async (ctx) => answer(ctx, wireVariables(await variablesOf(ctx))))

  /** Raw bytes of a variable. Files are not kept in variables, so only Bytes have any. */
  router.get('/execution/:id/localVariables/:name/data', async (ctx) => {
    const [variables, name] = [await variablesOf(ctx), param(ctx, 'name')]
    if (!Object.hasOwn(variables, name)) throw new RestError(404, 'InvalidRequestException', `execution variable with name ${name} does not exist`)
    const { type, value } = variables[name]!
    if (type !== 'Bytes' || typeof value !== 'string') throw invalidRequest(`Value of variable with name ${name} is not a binary value.`)
    ctx.body = Buffer.from(value, 'base64')
    ctx.set('Content-Type', 'application/octet-stream')
  })
}
