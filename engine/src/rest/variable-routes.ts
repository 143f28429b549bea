import multer from '@koa/multer'
import type Router from '@koa/router'
import type { Context, Middleware } from 'koa'
import { z } from 'zod'
import type { Variable, Variables } from '../index.ts'
import { answer, answerNothing, param } from './context.ts'
import { invalidRequest, RestError } from './errors.ts'
import { readBody, typedValues } from './input.ts'
import { option } from './parameters.ts'
import { readParameters } from './query.ts'
import { MAX_VARIABLE_CHARACTERS } from '../runtime/writers/variable-limits.ts'
import { readVariable, readVariables, wireVariable, wireVariables } from './typed-values.ts'

/** Whose variables a path shows. */
export interface VariableHolder {
  /** For messages: `task`, `execution`, `process instance`. */
  what: string
  /** @throws RestError 404 if the holder is not there */
  read(ctx: Context): Promise<Variables>
  write(ctx: Context, change: { typedVariables?: Variables; remove?: string[] }): Promise<void>
}

const ONE = { deserializeValue: option('boolean'), deserializeValues: option('boolean') }
const MANY = { ...ONE, variableNames: option('stringList') }
const Modify = z.strictObject({ modifications: typedValues.nullish(), deletions: z.array(z.string()).nullish() })

const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: MAX_VARIABLE_CHARACTERS, files: 1, fields: 10 } })

/** Camunda's variable sub-resource at `path`, e.g. `/task/:id/variables`: read, set, modify, delete, and binary contents. */
export function variableRoutes(router: Router, path: string, holder: VariableHolder): void {
  const found = async (ctx: Context): Promise<Variable> => {
    const [variables, name] = [await holder.read(ctx), param(ctx, 'name')]
    if (Object.hasOwn(variables, name)) return variables[name]!
    throw new RestError(404, 'InvalidRequestException', `${holder.what} variable with name ${name} does not exist`)
  }

  router.get(path, async (ctx) => {
    const { variableNames, deserializeValues: deserialize = true } = readParameters(ctx, MANY)
    const chosen = Object.entries(await holder.read(ctx)).filter(([name]) => variableNames?.includes(name) ?? true)
    answer(ctx, wireVariables(Object.fromEntries(chosen), { deserialize }))
  })
  router.post(path, async (ctx) => {
    const { modifications, deletions } = readBody(ctx, Modify)
    await holder.write(ctx, { typedVariables: readVariables(modifications), remove: deletions ?? undefined })
    answerNothing(ctx)
  })
  router.get(`${path}/:name`, async (ctx) => {
    const { deserializeValue: deserialize = true } = readParameters(ctx, ONE)
    answer(ctx, wireVariable(await found(ctx), { deserialize }))
  })
  router.put(`${path}/:name`, async (ctx) => {
    const name = param(ctx, 'name')
    await holder.write(ctx, { typedVariables: Object.fromEntries([[name, readVariable(name, readBody(ctx, typedValues.valueType))]]) })
    answerNothing(ctx)
  })
  router.delete(`${path}/:name`, async (ctx) => {
    await holder.write(ctx, { remove: [param(ctx, 'name')] })
    answerNothing(ctx)
  })
  router.get(`${path}/:name/data`, async (ctx) => answerBinary(ctx, param(ctx, 'name'), await found(ctx)))
  router.post(`${path}/:name/data`, readUpload, async (ctx) => {
    const name = param(ctx, 'name')
    await holder.write(ctx, { typedVariables: Object.fromEntries([[name, uploadedVariable(ctx, name)]]) })
    answerNothing(ctx)
  })
}

/** The raw content of a file or of bytes. @throws RestError 400 for a variable of another type */
export function answerBinary(ctx: Context, name: string, { type, value, valueInfo = {} }: Variable): void {
  if ((type !== 'Bytes' && type !== 'File') || typeof value !== 'string')
    throw invalidRequest(`Value of variable with name ${name} is not a binary value.`)
  ctx.body = Buffer.from(value, 'base64')
  const { filename, mimeType, encoding } = valueInfo
  if (type === 'Bytes') return ctx.set('Content-Type', 'application/octet-stream')
  ctx.set(
    'Content-Type',
    `${typeof mimeType === 'string' ? mimeType : 'application/octet-stream'}${typeof encoding === 'string' ? `; charset=${encoding}` : ''}`,
  )
  // never shown in place: the content is whatever someone uploaded
  ctx.set('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(String(filename))}`)
  ctx.set('X-Content-Type-Options', 'nosniff')
}

const readUpload: Middleware = async (ctx, next) => {
  if (!ctx.is('multipart/form-data')) throw invalidRequest('a binary variable is sent as multipart/form-data with a part "data"')
  try {
    await upload.any()(ctx as never, async () => {})
  } catch (error) {
    throw invalidRequest(`the variable could not be read: ${(error as Error).message}`)
  }
  await next()
}

function uploadedVariable(ctx: Context, name: string): Variable {
  const { body, files = [] } = ctx.request as {
    body?: unknown
    files?: { fieldname: string; originalname: string; mimetype: string; buffer: Buffer }[]
  }
  const { valueType = 'Bytes', data } = (body ?? {}) as { valueType?: string; data?: string }
  const file = files.find(({ fieldname }) => fieldname === 'data')
  if (!file && data === undefined) throw invalidRequest('the part "data" is missing')
  if (!/^(bytes|file)$/i.test(valueType)) return readVariable(name, { value: file ? file.buffer.toString('utf8') : data, type: valueType })
  const filename = file && Buffer.from(file.originalname, 'latin1').toString('utf8')
  const valueInfo = { filename, mimeType: file?.mimetype }
  return readVariable(name, { value: (file?.buffer ?? Buffer.from(data ?? '')).toString('base64'), type: valueType, valueInfo })
}
