import type { FieldSchema, FormSchema, FormValues } from '@lianban/forms'

/** 2026-09-18 09:00 in China. */
export const NOW = Date.parse('2026-09-18T09:00:00+08:00')

const text = (title: string, over: Partial<FieldSchema> = {}): FieldSchema => ({
  type: 'string',
  title,
  required: true,
  maxLength: 50,
  ...over,
})
const of = (title: string, component: FieldSchema['x-component'], over: Partial<FieldSchema> = {}): FieldSchema => ({
  ...{ type: 'string', title, required: true, 'x-component': component },
  ...over,
})
const choice = (title: string, values: string[]): FieldSchema =>
  of(title, 'Select', { enum: values.map((value) => ({ value, label: `选项${value}` })) })

/** Application for a subsidy: 30 fields of the usual kinds and three linkages (shown, required, computed). */
export const subsidy: FormSchema = {
  type: 'object',
  title: '补贴申请表',
  'x-lianban': { version: 1 },
  properties: {
    name: text('姓名'),
    idNumber: of('身份证号码', 'CitizenId'),
    phone: of('联系电话', 'Phone'),
    card: of('银行卡号', 'BankCard'),
    gender: choice('性别', ['m', 'f']),
    birth: of('出生日期', 'DatePicker'),
    nation: text('民族'),
    education: choice('学历', ['a', 'b', 'c', 'd']),
    town: choice('乡镇', ['t1', 't2', 't3', 't4', 't5']),
    village: text('村(社区)'),
    address: of('住址', 'Address', { maxLength: 200 }),
    region: text('户籍区划', { format: 'region-code' }),
    kind: choice('申请类别', ['person', 'company']),
    // Linkage 1: only of companies.
    company: text('企业名称', { 'x-visible-if': 'kind = "company"' }),
    creditCode: of('统一社会信用代码', 'CreditCode', { 'x-visible-if': 'kind = "company"' }),
    industry: choice('行业', ['i1', 'i2', 'i3']),
    openedOn: of('开业日期', 'DatePicker'),
    area: { type: 'number', title: '面积', required: true, minimum: 1, maximum: 10_000 },
    people: { type: 'integer', title: '人数', required: true, minimum: 1, maximum: 1_000 },
    months: { type: 'integer', title: '月数', required: true, minimum: 1, maximum: 12 },
    rate: of('每月标准', 'MoneyInput'),
    // Linkage 3: what is asked for follows from three others.
    amount: { type: 'string', title: '申请金额', 'x-component': 'MoneyInput', 'x-computed': 'rate * months * people' },
    bank: text('开户银行'),
    branch: text('开户网点'),
    former: { type: 'boolean', title: '曾获补贴', 'x-component': 'Switch' },
    // Linkage 2: whoever had one before says when.
    formerYear: { type: 'string', title: '获得年度', maxLength: 4, pattern: '^20\\d{2}$', 'x-required-if': 'former' },
    reason: of('申请理由', 'TextArea', { minLength: 5, maxLength: 500 }),
    contact: text('紧急联系人'),
    contactPhone: of('紧急联系电话', 'Phone'),
    promise: { type: 'boolean', title: '承诺属实', required: true, 'x-component': 'Checkbox' },
  },
}

const good: FormValues = {
  ...{ name: '阿依古丽·买买提', idNumber: '11010519491231002X', phone: '13800138000', card: '4111111111111111', gender: 'f' },
  ...{ birth: '1949-12-31', nation: '维吾尔族', education: 'b', town: 't3', village: '湖滨社区', address: '三湖县湖滨街道人民路 88 号' },
  ...{ region: '320800', kind: 'company', company: '三湖县湖畔人家餐饮有限公司', creditCode: '91350100M000100Y43', industry: 'i2' },
  ...{ openedOn: '2025-03-01', area: 120.5, people: 12, months: 6, rate: '350.50', bank: '三湖县农村商业银行', branch: '湖滨支行' },
  ...{
    former: true,
    formerYear: '2024',
    reason: '受疫情影响经营困难,申请稳岗补贴。',
    contact: '李四',
    contactPhone: '13900139000',
    promise: true,
  },
}

/** Submissions as they come: half of persons, half of companies, one in eight with a mistake. The same for every contestant. */
export const submissions: { values: FormValues; right: boolean }[] = Array.from({ length: 64 }, (_, at) => {
  const values: FormValues = { ...good, name: `申请人${at}`, people: 1 + at, former: at % 3 === 0 }
  if (at % 2 === 0) Object.assign(values, { kind: 'person', company: undefined, creditCode: undefined })
  if (at % 3 !== 0) delete values['formerYear']
  const mistakes: FormValues[] = [{ idNumber: '110105194912310021' }, { phone: '12345' }, { birth: '2026-02-30' }, { village: '' }]
  if (at % 8 === 7) Object.assign(values, mistakes[Math.floor(at / 8) % mistakes.length])
  return { values, right: at % 8 !== 7 }
})
