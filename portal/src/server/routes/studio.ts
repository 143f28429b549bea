import Router from '@koa/router'
import { MAX_ARCHIVE_BYTES } from '@lianban/processes'
import type { State } from '../context.ts'
import { oneFile } from '../middlewares/one-file.ts'
import { nameFile } from '../middlewares/send-file.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'
import { DraftFilesBody, NewDraftBody, OverlayQuery, PeopleQuery } from './studio-shapes.ts'

/** Their part of the table of operations. */
export const STUDIO_OPERATIONS: Record<string, Operation> = {
  'GET /api/studio/packages': { right: 'studio:read', summary: '已发布的流程包 What is published' },
  'GET /api/studio/packages/{key}/export': {
    right: 'studio:read',
    summary: '导出流程包 A published package as a ZIP',
    media: ['application/zip'],
  },
  'GET /api/studio/templates': { right: 'studio:read', summary: '流程模板 Packages to begin from' },
  'POST /api/studio/imports': { right: 'studio:edit', summary: '导入流程包 Take in a package’s ZIP', upload: true },
  'GET /api/studio/drafts': { right: 'studio:read', summary: '流程草稿 Drafts of packages' },
  'POST /api/studio/drafts': {
    right: 'studio:edit',
    summary: '新建草稿 Begin from a template, a package, a release, a draft or an import',
    body: NewDraftBody,
  },
  'GET /api/studio/drafts/{id}': { right: 'studio:read', summary: '草稿 One draft with its files' },
  'DELETE /api/studio/drafts/{id}': { right: 'studio:edit', summary: '删除草稿 Throw a draft away' },
  'PUT /api/studio/drafts/{id}/files': {
    right: 'studio:edit',
    summary: '保存修改 Save changed files in the place of the version that is known',
    body: DraftFilesBody,
  },
  'POST /api/studio/drafts/{id}/presence': { right: 'studio:edit', summary: '正在编辑 Say that one has it open; who else has' },
  'GET /api/studio/drafts/{id}/problems': { right: 'studio:read', summary: '问题 Everything that is wrong with it' },
  'GET /api/studio/drafts/{id}/difference': { right: 'studio:read', summary: '差异 What differs from the version in force' },
  'GET /api/studio/drafts/{id}/impact': { right: 'studio:read', summary: '影响 Running cases that it touches' },
  'GET /api/studio/overlays/{matterKey}': { right: 'studio:read', summary: '运行统计 Figures at each element', query: OverlayQuery },
  'GET /api/studio/people': { right: 'studio:read', summary: '办理人测试 Who would get a step', query: PeopleQuery },
  'GET /api/studio/dictionary': { right: 'studio:read', summary: '全县字段 Fields that the county shares' },
}

/** Drafts of process packages, and what helps to design them. Its releases are in studio-releases.ts. */
export function studioRoutes({ studio }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/studio' })
  const fileOf = oneFile({ maxBytes: MAX_ARCHIVE_BYTES })

  router.get('/packages', async (ctx) => {
    ctx.body = await studio.packages(callerOf(ctx))
  })

  router.get('/packages/:key/export', async (ctx) => {
    const { name, bytes } = await studio.exportPackage(callerOf(ctx), ctx.params.key!)
    ctx.set('Content-Type', 'application/zip')
    nameFile(ctx, `${name}.zip`)
    ctx.body = bytes
  })

  router.get('/templates', async (ctx) => {
    ctx.body = await studio.templates(callerOf(ctx))
  })

  router.post('/imports', async (ctx) => {
    const caller = callerOf(ctx)
    await studio.assertEdit(caller)
    const { bytes } = await fileOf(ctx)
    ctx.body = await studio.importPackage(caller, bytes)
    ctx.status = 201
  })

  router.get('/drafts', async (ctx) => {
    ctx.body = await studio.drafts.list(callerOf(ctx))
  })

  router.post('/drafts', async (ctx) => {
    ctx.body = await studio.drafts.create(callerOf(ctx), bodyOf(ctx, NewDraftBody))
    ctx.status = 201
  })

  router.get('/drafts/:id', async (ctx) => {
    ctx.body = await studio.drafts.get(callerOf(ctx), ctx.params.id!)
  })

  router.delete('/drafts/:id', async (ctx) => {
    await studio.drafts.remove(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })

  router.put('/drafts/:id/files', async (ctx) => {
    ctx.body = await studio.drafts.change(callerOf(ctx), ctx.params.id!, bodyOf(ctx, DraftFilesBody))
  })

  router.post('/drafts/:id/presence', async (ctx) => {
    ctx.body = await studio.drafts.present(callerOf(ctx), ctx.params.id!)
  })

  router.get('/drafts/:id/problems', async (ctx) => {
    ctx.body = await studio.drafts.problems(callerOf(ctx), ctx.params.id!)
  })

  router.get('/drafts/:id/difference', async (ctx) => {
    ctx.body = await studio.drafts.difference(callerOf(ctx), ctx.params.id!)
  })

  router.get('/drafts/:id/impact', async (ctx) => {
    ctx.body = await studio.drafts.impact(callerOf(ctx), ctx.params.id!)
  })

  router.get('/overlays/:matterKey', async (ctx) => {
    ctx.body = await studio.overlay(callerOf(ctx), ctx.params.matterKey!, queryOf(ctx, OverlayQuery))
  })

  router.get('/people', async (ctx) => {
    ctx.body = await studio.people(callerOf(ctx), queryOf(ctx, PeopleQuery))
  })

  router.get('/dictionary', async (ctx) => {
    ctx.body = await studio.dictionary(callerOf(ctx))
  })

  return router
}
