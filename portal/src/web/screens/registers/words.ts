const SCHEME_TEXTS: Record<string, string> = {
  case: '办件编号',
  document: '文书文号',
  receipt: '收件凭证',
  licence: '通用证照',
  archive: '档号',
  'food-business': '食品经营许可证',
}

/** What a number is of: a document type stands for itself, a scheme has a name. */
export const typeText = (type: string): string => SCHEME_TEXTS[type] ?? type

export const PERIOD_TEXTS = { year: '每年', month: '每月', day: '每日', none: '不重编' } as const

export const SCOPE_TEXTS: Record<string, string> = { organ: '单位', type: '文种', matter: '事项' }
