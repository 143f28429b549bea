import { inTransaction, linkageCategories } from '@lianban/storage'
import { actorOf } from '@lianban/tenants/browser'
import { checkedReason } from '../cases/checked-reason.ts'
import { notFound } from '../cases/errors.ts'
import type { Caller } from '../cases/ports.ts'
import { CategoryContent, type Category } from './category.ts'
import type { LinkageContext } from './context.ts'
import { organNames } from './desk.ts'
import { refused } from './ledger-tools.ts'

/** The categories with their standards, and the names of the organs they name. @throws NOT_AUTHORIZED */
export async function list(
  context: LinkageContext,
  caller: Caller,
): Promise<{ items: Category[]; organs: { id: string; name: string }[] }> {
  await context.tenants.authorization.assert(caller, 'figures', { type: 'incident-ledger' })
  const rows = await linkageCategories(context.database).current(caller.tenantId)
  return {
    items: rows.map(({ code, version, content }) => ({ ...CategoryContent.parse(content), code, version })),
    organs: [...(await organNames(context, caller.tenantId))].map(([id, name]) => ({ id, name })),
  }
}

/** All versions of one, newest first. @throws NOT_AUTHORIZED */
export async function versions(context: LinkageContext, caller: Caller, code: string) {
  await context.tenants.authorization.assert(caller, 'figures', { type: 'incident-ledger' })
  const rows = await linkageCategories(context.database).versions(caller.tenantId, code)
  return rows.map(({ version, content, reason, changed_by_name, changed_at }) => ({
    ...{ version, content: CategoryContent.parse(content), reason, changedBy: changed_by_name, changedAt: changed_at },
  }))
}

/**
 * Changes a category's standard, with the reason: a new version, from now on; incidents keep the one they were filed under.
 * @param change.version the version that it was made from
 * @throws CaseError NOT_FOUND, REASON_REQUIRED, LEDGER_REFUSED (CATEGORY_CHANGED, ORGAN_UNKNOWN); NOT_AUTHORIZED
 */
export async function change(
  context: LinkageContext,
  caller: Caller,
  code: string,
  { version, content, reason }: { version: number; content: CategoryContent; reason: string },
): Promise<{ version: number }> {
  const { database, tenants, clock } = context
  await tenants.authorization.assert(caller, 'categorise', { type: 'incident-ledger' })
  const text = checkedReason(reason, '修改理由')
  const before = await linkageCategories(database).get(caller.tenantId, code)
  if (!before) throw notFound('案件类别')
  const known = await organNames(context, caller.tenantId)
  const named = [content.lead, content.owner, ...content.targets.map(({ organ }) => organ)].filter((organ) => organ != null)
  if (!named.every((organ) => known.has(organ))) throw refused('ORGAN_UNKNOWN', '所填单位不在本县机构之中,请重新选择')
  await inTransaction(database, async (tx) => {
    const row = {
      ...{ tenant_id: caller.tenantId, code, version: version + 1, current: true, content, reason: text },
      ...{ changed_by: caller.userId, changed_by_name: caller.name, changed_at: clock() },
    }
    if (!(await linkageCategories(tx).change(row))) throw refused('CATEGORY_CHANGED', '该类别已由他人修改,请刷新后在新版本上修改')
    await tenants.supervision.record(tx, caller.tenantId, [
      {
        ...{
          action: 'linkage.category-changed',
          subject: `incident-category:${code}`,
          organId: null,
          actor: actorOf(caller),
          ip: caller.ip,
        },
        payload: { code, version: version + 1, before: CategoryContent.parse(before.content), after: content, reason: text },
      },
    ])
  })
  return { version: version + 1 }
}
