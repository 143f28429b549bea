import { checkSchema, LIMITS, type Problem, type SettingKey, SETTINGS } from '@lianban/forms'
import { wrongKey } from './keys.ts'
import { resolve, roleOf } from './rewrite.ts'
import { type FormTree, nameOf, toSchema } from './tree.ts'

/** Why a tree would not be a good form, in Chinese; null when it is one. The check is forms' own. */
export function whyNot(tree: FormTree): string | null {
  const problem = checkSchema(toSchema(tree))[0]
  return problem ? reasonOf(problem, tree) : null
}

/** A problem of checkSchema for the person at the designer: which field, what is wrong, what to do. */
export function reasonOf(problem: Problem, tree: FormTree): string {
  const { nodeOfPath, fields } = resolve(tree)
  const field = fields.filter((it) => problem.path === it.pointer || problem.path.startsWith(`${it.pointer}/`)).at(-1)
  const name = field ? nameOf(nodeOfPath.get(field.path)!) : '表单'
  const keys = field
    ? problem.path
        .slice(field.pointer.length + 1)
        .split('/')
        .filter(Boolean)
    : []
  const quoted = /"([^"]+)"/.exec(problem.message)?.[1] ?? ''
  return (REASONS[problem.code] ?? whatIsWrong)({ name, keys, quoted, problem })
}

interface Facts {
  name: string
  /** From the field to the wrong place. */
  keys: string[]
  /** The first name that the check quotes. */
  quoted: string
  problem: Problem
}

/** What a place inside a field is called. */
function placeName(keys: string[]): string {
  const [first = '', second = ''] = keys
  if (first === 'x-checks') return second === '' ? '校验规则' : roleOf([first, Number(second)])
  if (first === 'x-component-props') return '组件设置'
  if (first === 'enum' && second !== '') return `第 ${Number(second) + 1} 个选项`
  return Object.hasOwn(SETTINGS, first) ? SETTINGS[first as SettingKey].label : '内容'
}

const whatIsWrong = ({ name, keys, quoted }: Facts): string => {
  const place = placeName(keys)
  if (keys[0] === 'enum' && quoted !== '' && keys.length > 1) return `${name}的选项值“${quoted}”重复,请改为不同的值`
  if (keys[0] === 'pattern') return `${name}的格式规则不能使用,请改为更简单的正则表达式`
  if (keys[0] === 'default') return `${name}的默认值不符合该字段的类型或选项`
  if (keys[0] === 'title') return `${name}的名称不能为空,最多 ${LIMITS.labelChars} 字`
  if (keys[0]?.startsWith('min')) return `${name}的${place}不正确,不能大于对应的最大值`
  return `${name}的${place}不正确,请核对`
}

const REASONS: Record<string, (facts: Facts) => string> = {
  WRONG_NAME: ({ name, problem }) => wrongKey(problem.path.split('/').at(-1) ?? '') ?? `${name}的标识不正确`,
  DUPLICATE_PATH: ({ quoted }) => `标识“${quoted.split('.').at(-1)}”在这里已经使用,请换一个标识`,
  TEMPLATE_REFUSED: ({ name }) => `${name}的文字里不能有“{{”`,
  WRONG_PLACE: ({ name, problem }) =>
    problem.message.includes('once')
      ? '一张表单只能有一个分步'
      : problem.message.includes('root')
        ? '分步只能放在表单最外层'
        : `标签页和分步里只能放区块,${name}请先放进区块`,
  WRONG_TYPE: ({ name, keys }) =>
    keys[0] === 'type' ? `明细表的列只能是单个填写项,不能放入${name}` : whatIsWrong({ name, keys, quoted: '', problem: EMPTY }),
  MISSING_KEY: ({ name, keys }) =>
    keys[0] === 'properties'
      ? `${name}里至少要有一个区块`
      : keys[0] === 'enum'
        ? `${name}至少要有一个选项`
        : `${name}的${placeName(keys)}不能为空`,
  UNKNOWN_KEY: ({ name, keys }) => `${name}不能设置${placeName(keys)}`,
  UNKNOWN_NAME: ({ name, keys, quoted, problem }) =>
    problem.message.includes('function')
      ? `${name}的${placeName(keys)}用到了不存在的函数“${quoted}”`
      : `${name}的${placeName(keys)}用到了不存在的字段“${quoted}”`,
  NAME_CLASH: ({ quoted }) => `“${quoted}”既是字段又被当作函数使用,请修改该字段的标识`,
  EXPRESSION_INVALID: ({ name, keys }) => `${name}的${placeName(keys)}没有写完整,请核对括号、引号和运算符`,
  EXPRESSION_TOO_LONG: ({ name, keys }) => `${name}的${placeName(keys)}超过 ${LIMITS.expressionChars} 个字符`,
  EXPRESSION_TOO_COSTLY: ({ name, keys }) => `${name}的${placeName(keys)}循环层数过多,请拆分为几个字段计算`,
  CYCLE: ({ problem }) => `字段之间循环引用,无法确定先后:${problem.message.split(': ')[1] ?? ''}`,
  SCHEMA_TOO_DEEP: () => `区块和分组最多嵌套 ${LIMITS.schemaDepth} 层`,
  SCHEMA_TOO_LARGE: () => '表单内容过多,请减少选项或拆分为两张表单',
  TOO_MANY_FIELDS: ({ keys, name }) => (keys.length > 0 ? `${name}应有 1 至 ${LIMITS.columns} 列` : `一张表单最多 ${LIMITS.fields} 个字段`),
}

const EMPTY: Problem = { path: '', code: '', message: '' }
