import zhCNModule from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'

dayjs.locale('zh-cn')

type Locale = typeof zhCNModule

/** antd's Chinese texts. The file is CommonJS: some bundlers hand over the module instead of its default. */
export const zhCN: Locale = unwrap(zhCNModule)

function unwrap(module: Locale | { default: Locale }): Locale {
  return 'default' in module ? module.default : module
}
