import { organs, userPosts, users } from '@lianban/storage'
import { dayOf, plusDays, startOfDay } from '../days.ts'
import { checkOrganFields } from '../organ-checks.ts'
import { organOfRow, type Organ } from '../organ-timeline.ts'
import { correctOrgan, putPostKind } from '../organs.ts'
import { assertEnabled, endPost, grantPost, isHeldAt } from '../posts.ts'
import { addUser, lockedUser, updateUser } from '../users.ts'
import { HOLDING_LABELS, ORGAN_KIND_LABELS, type TransferKind } from './columns.ts'
import { choiceOf, integerOf, RowRefusal, type ImportRow } from './row-import.ts'

const importOrgan: ImportRow = async (tx, { tenantId, options, by }, cells) => {
  const kind = choiceOf('kind', cells.kind!, ORGAN_KIND_LABELS)
  const row = await organs(tx).get(tenantId, cells.id!)
  const before = row && organOfRow(row)
  if (before && before.validUntil !== null) throw new RowRefusal('id', `该单位已于 ${before.validUntil} 撤并,不能再导入。`)
  const parentId = cells.parentId === '' ? null : cells.parentId!
  const sort = integerOf('sort', cells.sort!) ?? before?.sort ?? 10 * ((await organs(tx).list(tenantId)).length + 1)
  const open = { validFrom: before?.validFrom ?? null, validUntil: null, successorId: null }
  const organ: Organ = { id: cells.id!, name: cells.name!, shortName: cells.shortName!, kind, parentId, sort, ...open }
  checkOrganFields(organ)
  if (before && JSON.stringify(before) === JSON.stringify({ ...before, ...organ })) return 'same'
  await correctOrgan(tx, options, tenantId, organ, by)
  return before ? 'change' : 'create'
}

const importPostKind: ImportRow = async (tx, { tenantId, options, by }, cells) => {
  const before = (await organs(tx).postKinds(tenantId)).find(({ id }) => id === cells.id)
  const sort = integerOf('sort', cells.sort!)
  if (before && before.name === cells.name && (sort === undefined || sort === before.sort)) return 'same'
  await putPostKind(tx, options, tenantId, { id: cells.id!, name: cells.name!, sort }, by)
  return before ? 'change' : 'create'
}

const importUser: ImportRow = async (tx, { tenantId, options, by, passwordHashOf }, cells) => {
  const before = await users(tx).byUsername(tenantId, cells.username!)
  const phone = cells.phone === '' ? undefined : cells.phone!
  if (!before) {
    const user = {
      tenantId,
      username: cells.username!,
      name: cells.name!,
      phone,
      kind: 'staff' as const,
      oneTime: true,
      by,
    }
    await addUser(tx, options, user, passwordHashOf(cells.username!))
    return 'create'
  }
  if (before.kind !== 'staff') throw new RowRefusal('username', '该用户名是申请人账号,不能作为工作人员导入。请换一个用户名。')
  assertEnabled(before)
  const change = { tenantId, userId: before.id, name: cells.name!, phone, by }
  return (await updateUser(tx, options, change)) ? 'change' : 'same'
}

const importPost: ImportRow = async (tx, { tenantId, options, by }, cells) => {
  const found = await users(tx).byUsername(tenantId, cells.username!)
  if (!found || found.kind !== 'staff') throw new RowRefusal('username', '没有这个用户名的工作人员。请先由系统管理员建立账号。')
  assertEnabled(await lockedUser(tx, tenantId, found.id))
  const now = options.clock()
  const holding = cells.holding === '' ? undefined : choiceOf('holding', cells.holding!, HOLDING_LABELS)
  const [from, until] = [dayOfCell('from', cells.from!), dayOfCell('until', cells.until!)]
  const place = { tenantId, userId: found.id, organId: cells.organId!, post: cells.post!, by }
  const rows = (await userPosts(tx).ofUser(tenantId, found.id)).filter((row) => row.organ_id === place.organId && row.post === place.post)
  const ends = until === undefined ? null : startOfDay(plusDays(until, 1))
  if (ends !== null && ends <= now) {
    if (rows.some((row) => row.held_until === ends)) return 'same'
    throw new RowRefusal('until', '截止日期已过,任职不能补记到过去。')
  }
  const standing = rows.find((row) => isHeldAt(row, now) || (from !== undefined && row.held_from === startOfDay(from)))
  if (!standing) {
    await grantPost(tx, options, { ...place, holding, from, until: until ?? null, reason: '导入' })
    return 'create'
  }
  if (holding !== undefined && holding !== standing.holding)
    throw new RowRefusal('holding', `该岗位现为“${HOLDING_LABELS[standing.holding]}”,请在人员页面办理变更。`)
  if (standing.held_until === ends) return 'same'
  if (until === undefined) throw new RowRefusal('until', '该任职已定截止日期,不能以导入改为长期。请在人员页面办理。')
  await endPost(tx, options, { ...place, until, reason: '导入' })
  return 'change'
}

function dayOfCell(key: string, cell: string): string | undefined {
  if (cell === '') return undefined
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(cell)
  const day = parts && `${parts[1]}-${parts[2]!.padStart(2, '0')}-${parts[3]!.padStart(2, '0')}`
  if (!day || Number.isNaN(startOfDay(day)) || dayOf(startOfDay(day)) !== day)
    throw new RowRefusal(key, `日期“${cell.slice(0, 20)}”不存在,请按 2026-01-31 的形式填写。`)
  return day
}

export const IMPORT_ROW: Record<TransferKind, ImportRow> = {
  organs: importOrgan,
  'post-kinds': importPostKind,
  users: importUser,
  posts: importPost,
}
