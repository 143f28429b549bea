import Router from '@koa/router'
import type { State } from '../context.ts'
import { callerOf } from '../middlewares/session.ts'
import { bodyOf, queryOf } from '../middlewares/validate.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operations/operation.ts'
import { ConfirmationBody, RefusalBody, ReleaseBody, ReleaseList, RollBackBody } from './studio-shapes.ts'

/** Their part of the table of operations. */
export const STUDIO_RELEASE_OPERATIONS: Record<string, Operation> = {
  'POST /api/studio/drafts/{id}/releases': { right: 'studio:publish', summary: '提出发布 Propose a draft as it is', body: ReleaseBody },
  'GET /api/studio/releases': { right: 'studio:read', summary: '发布记录 Releases, newest first', query: ReleaseList },
  'GET /api/studio/releases/{id}': { right: 'studio:read', summary: '发布 One release' },
  'POST /api/studio/releases/{id}/confirm': {
    right: 'studio:confirm',
    summary: '确认发布 By a second person; it is in force from its day',
    body: ConfirmationBody,
  },
  'POST /api/studio/releases/{id}/refuse': { right: 'studio:confirm', summary: '不同意发布 By a second person', body: RefusalBody },
  'POST /api/studio/releases/{id}/withdraw': { right: 'studio:publish', summary: '撤回 By whoever proposed it' },
  'POST /api/studio/releases/{id}/roll-back': {
    right: 'studio:publish',
    summary: '回退 Propose that the release before it is in force again',
    body: RollBackBody,
  },
  'POST /api/studio/releases/{id}/migration/dry-run': { right: 'studio:read', summary: '办件迁移试算 What would become of running cases' },
  'POST /api/studio/releases/{id}/migration/undo': {
    right: 'studio:publish',
    summary: '撤销办件迁移 Take cases back, where it is possible',
  },
}

/** Releases of process packages: proposed, confirmed by another person, taken back. */
export function studioReleaseRoutes({ studio }: Services): Router<State> {
  const router = new Router<State>({ prefix: '/api/studio' })

  router.post('/drafts/:id/releases', async (ctx) => {
    ctx.body = await studio.releases.propose(callerOf(ctx), ctx.params.id!, bodyOf(ctx, ReleaseBody))
    ctx.status = 201
  })

  router.get('/releases', async (ctx) => {
    ctx.body = await studio.releases.list(callerOf(ctx), queryOf(ctx, ReleaseList).package)
  })

  router.get('/releases/:id', async (ctx) => {
    ctx.body = await studio.releases.get(callerOf(ctx), ctx.params.id!)
  })

  router.post('/releases/:id/confirm', async (ctx) => {
    ctx.body = await studio.releases.confirm(callerOf(ctx), ctx.params.id!, bodyOf(ctx, ConfirmationBody).note)
  })

  router.post('/releases/:id/refuse', async (ctx) => {
    await studio.releases.refuse(callerOf(ctx), ctx.params.id!, bodyOf(ctx, RefusalBody).note)
    ctx.status = 204
  })

  router.post('/releases/:id/withdraw', async (ctx) => {
    await studio.releases.withdraw(callerOf(ctx), ctx.params.id!)
    ctx.status = 204
  })

  router.post('/releases/:id/roll-back', async (ctx) => {
    ctx.body = await studio.releases.rollBack(callerOf(ctx), ctx.params.id!, bodyOf(ctx, RollBackBody))
    ctx.status = 201
  })

  router.post('/releases/:id/migration/dry-run', async (ctx) => {
    ctx.body = await studio.releases.dryRun(callerOf(ctx), ctx.params.id!)
  })

  router.post('/releases/:id/migration/undo', async (ctx) => {
    ctx.body = await studio.releases.undoMigration(callerOf(ctx), ctx.params.id!)
  })

  return router
}
