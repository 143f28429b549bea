import { inTransaction, serviceHalls, type Database } from '@lianban/storage'
import type { Tenants } from '@lianban/tenants'
import { SYSTEM_ACTOR } from '../cases/log-entries.ts'
import { DEFAULT_READER, type HallSettings } from './settings.ts'

const SETTINGS: HallSettings = {
  classes: [
    { letter: 'A', name: '综合业务' },
    { letter: 'B', name: '企业开办和经营许可' },
    { letter: 'C', name: '社会民生' },
    { letter: 'D', name: '领取结果' },
  ],
  windows: 20,
  ordinaryPerPriority: 2,
  reader: DEFAULT_READER,
}

/** The service hall of the sample county, run by its service office 政务办; nothing is changed where there is one. */
export async function loadSampleHall(
  { database, tenants, clock }: { database: Database; tenants: Pick<Tenants, 'supervision'>; clock: () => number },
  tenantId: string,
): Promise<void> {
  const row = { tenant_id: tenantId, id: 'hall', organ_id: 'zwb', name: '三湖县政务服务大厅', settings: SETTINGS, version: 1 }
  await inTransaction(database, async (tx) => {
    if (!(await serviceHalls(tx).replace({ ...row, changed_at: clock() }))) return
    await tenants.supervision.record(tx, tenantId, [
      {
        action: 'queue.hall-changed',
        subject: 'hall:hall',
        organId: 'zwb',
        actor: SYSTEM_ACTOR,
        payload: { name: row.name, after: SETTINGS },
      },
    ])
  })
}
