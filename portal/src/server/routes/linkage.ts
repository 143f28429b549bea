import { CategoryContent, PART_BYTES } from '@lianban/processes'
import { sniffMediaType } from '@lianban/storage'
import Router from '@koa/router'
import { z } from 'zod'
import type { Ctx, State } from '../context.ts'
import { fileTooLarge } from '../http-error.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, paramOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'
import { idempotencyKeyOf, Instant, Page } from './shapes.ts'

const degrees = (most: number) => z.coerce.number().min(-most).max(most)
export const PositionShape = {
  longitude: degrees(180),
  latitude: degrees(90),
  /** Chinese phones may give the shifted coordinates. */
  system: z.enum(['wgs84', 'gcj02']).default('wgs84'),
}
const category = z.string().regex(/^[BS]\d{4}$/)
const uploadKey = z.string().regex(/^[\w-]{8,64}$/)

export const ReportBody = z.strictObject({
  category,
  position: z.strictObject(PositionShape),
  place: z.string().trim().min(1).max(200),
  summary: z.string().trim().min(2).max(100),
  description: z.string().trim().max(2000).optional(),
  phone: z.string().max(20).optional(),
  selfHandled: z.boolean().optional(),
  takenAt: z.string().max(40).optional(),
  photos: z.array(uploadKey).max(9),
})
export const NearQuery = z.strictObject({ category, ...PositionShape })
const PartQuery = z.strictObject({ size: z.coerce.number().int().min(1) })
const STATES = ['open', 'closed', 'all', 'reported', 'filed', 'dispatched', 'disposing', 'verifying', 'closing'] as const
export const IncidentList = Page.extend({
  state: z.enum(STATES).default('open'),
  category: category.optional(),
  town: z.string().max(64).optional(),
  organ: z.string().max(64).optional(),
  lamp: z.literal('overdue').optional(),
})
export const FigureQuery = z.strictObject({ from: Instant, to: Instant })
export const IncidentRatingBody = z.strictObject({ grade: z.int().min(1).max(5), text: z.string().trim().max(500).optional() })
export const StandardBody = z.strictObject({ version: z.int().min(1), content: CategoryContent, reason: z.string().max(500) })

/** Their part of the table of operations. */
export const LINKAGE_OPERATIONS: Record<string, Operation> = {
  'GET /api/linkage/categories': { right: 'incident-ledger:look', summary: '案件类别 What may be reported' },
  'GET /api/linkage/map': {
    right: 'incident-ledger:look',
    summary: '网格地图 Towns and grids as GeoJSON, and the tiles that are set up',
  },
  'GET /api/linkage/near': { right: 'incident-ledger:look', summary: '重复提示 Reports that are probably the same', query: NearQuery },
  'GET /api/linkage/photos/{key}': { right: 'incident-ledger:report', summary: '照片上传进度 What has arrived of a photo' },
  'PUT /api/linkage/photos/{key}/parts/{index}': {
    ...{ right: 'incident-ledger:report', summary: '上传照片的一部分 One part of a photo (octet-stream)', query: PartQuery },
    refusals: [413],
  },
  'POST /api/linkage/reports': { right: 'incident-ledger:report', summary: '上报 Report an incident', body: ReportBody, idempotent: true },
  'GET /api/linkage/incidents': { right: 'incident-ledger:list', summary: '大联动案件 Incidents, newest first', query: IncidentList },
  'GET /api/linkage/incidents/{id}': { right: 'case:read', summary: '案件 One incident with targets and photos' },
  'POST /api/linkage/incidents/{id}/rating': { right: 'own', summary: '评价 The reporter rates, once', body: IncidentRatingBody },
  'GET /api/linkage/deferred': { right: 'incident-ledger:list', summary: '缓办挂账清单 What is put off' },
  'GET /api/linkage/precedents': { right: 'incident-ledger:figures', summary: '仲裁先例 Rulings that stand' },
  'GET /api/linkage/figures': { right: 'incident-ledger:figures', summary: '指标 Indicators by organ', query: FigureQuery },
  'GET /api/linkage/standards': { right: 'incident-ledger:figures', summary: '类别标准 Categories with their standards' },
  'GET /api/linkage/standards/{code}/versions': { right: 'incident-ledger:figures', summary: '类别标准的历次版本 Every version' },
  'PUT /api/linkage/standards/{code}': { right: 'incident-ledger:categorise', summary: '修改类别标准 A new version', body: StandardBody },
}

/** Grid incidents 大联动: reports from phones, the dispatcher's desk, categories and figures. */
export function linkageRoutes({ linkage, objectsOf, inboxFeed, config }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/linkage' })

  router.get('/categories', async (ctx) => {
    ctx.body = { items: await linkage.categoryChoices(callerOf(ctx)) }
  })

  router.get('/map', async (ctx) => {
    ctx.body = { map: await linkage.map(callerOf(ctx)), tiles: config.mapTiles ?? null }
  })

  router.get('/near', async (ctx) => {
    const caller = callerOf(ctx)
    const { category: code, ...position } = queryOf(ctx, NearQuery)
    ctx.body = { place: linkage.placeAt(position), items: await linkage.near(caller, { category: code, position }) }
  })

  router.get('/photos/:key', async (ctx) => {
    ctx.body = await linkage.photoState(callerOf(ctx), paramOf(ctx, 'key', uploadKey))
  })

  router.put('/photos/:key/parts/:index', async (ctx) => {
    const caller = callerOf(ctx)
    const index = paramOf(ctx, 'index', z.coerce.number().int().min(0).max(1000))
    const { size } = queryOf(ctx, PartQuery)
    const given = { uploadKey: paramOf(ctx, 'key', uploadKey), index, size, bytes: await bytesOf(ctx) }
    ctx.body = await linkage.putPhotoPart(caller, { ...given, objects: objectsOf(caller.tenantId), sniff: sniffMediaType })
  })

  router.post('/reports', async (ctx) => {
    const caller = callerOf(ctx)
    ctx.body = await linkage.report(caller, { ...bodyOf(ctx, ReportBody), idempotencyKey: idempotencyKeyOf(ctx) })
    inboxFeed.changed(caller.tenantId)
    ctx.status = 201
  })

  router.get('/incidents', async (ctx) => {
    ctx.body = await linkage.list(callerOf(ctx), queryOf(ctx, IncidentList))
  })

  router.get('/incidents/:id', async (ctx) => {
    ctx.body = await linkage.get(callerOf(ctx), ctx.params.id!)
  })

  router.post('/incidents/:id/rating', async (ctx) => {
    ctx.body = await linkage.rate(callerOf(ctx), ctx.params.id!, bodyOf(ctx, IncidentRatingBody))
    inboxFeed.changed(callerOf(ctx).tenantId)
  })

  router.get('/deferred', async (ctx) => {
    ctx.body = { items: await linkage.deferred(callerOf(ctx)) }
  })

  router.get('/precedents', async (ctx) => {
    ctx.body = { items: await linkage.precedents(callerOf(ctx)) }
  })

  router.get('/figures', async (ctx) => {
    ctx.body = await linkage.figures(callerOf(ctx), queryOf(ctx, FigureQuery))
  })

  router.get('/standards', async (ctx) => {
    ctx.body = await linkage.categories(callerOf(ctx))
  })

  router.get('/standards/:code/versions', async (ctx) => {
    ctx.body = { items: await linkage.categoryVersions(callerOf(ctx), ctx.params.code!) }
  })

  router.put('/standards/:code', async (ctx) => {
    ctx.body = await linkage.changeCategory(callerOf(ctx), ctx.params.code!, bodyOf(ctx, StandardBody))
  })

  return router
}

/** The body as it is, no longer than one part. What is too long is read to its end all the same, or nobody hears the answer. @throws FILE_TOO_LARGE */
async function bytesOf(ctx: Ctx): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of ctx.req) {
    size += (piece as Buffer).length
    if (size <= PART_BYTES) pieces.push(piece as Buffer)
  }
  if (size > PART_BYTES) throw fileTooLarge(PART_BYTES)
  return Buffer.concat(pieces)
}
