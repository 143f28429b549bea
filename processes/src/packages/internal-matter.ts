const NOT_APPLICABLE = '内部事项不适用'

/**
 * What an internal matter 内部事项 need not say: a matter of the law tells applicants of fees, remedies and visits; what the
 * county's own people hand in for their organ has none. An entry with `openedBy` is put over this one.
 */
export const INTERNAL = {
  level: '县级',
  handling: 'promised',
  validity: { from: null, until: null },
  limits: {
    intake: { days: 5, unit: 'workday', basis: NOT_APPLICABLE },
    supplement: { days: 30, unit: 'day', basis: NOT_APPLICABLE },
    delivery: { days: 10, unit: 'workday', basis: NOT_APPLICABLE },
  },
  conditions: [],
  fees: { charged: false, text: '不收费', basis: NOT_APPLICABLE },
  remedies: {
    reconsiderationDays: 60,
    reconsiderationTo: NOT_APPLICABLE,
    litigationMonths: 6,
    litigationTo: NOT_APPLICABLE,
    text: NOT_APPLICABLE,
  },
  documentNumbers: { organCode: '三', types: {} },
  results: [{ name: '办理结果', kind: '批文', sample: null }],
  visits: { times: 0, reason: null },
  online: ['互联网办理'],
  scope: '全县通办',
  contact: {
    window: { address: NOT_APPLICABLE, hours: NOT_APPLICABLE },
    consultation: NOT_APPLICABLE,
    complaint: NOT_APPLICABLE,
  },
  publicity: { withheld: '内部事项,不作双公示' },
  materials: [],
  separation: [],
  applicantAccess: { '*': 'write' },
  supplementAccess: { '*': 'write' },
  timers: {},
  messages: {},
}
