import { dictionaries, type Database, type DictionaryEntry } from '@lianban/storage'

interface National {
  key: string
  name: string
  /** `代码 名称`, a code of two parts `20/21` stands below the first. */
  lines: string
}

/** Code lists of national standards that every county begins with; it may change them as its own. */
const NATIONAL: National[] = [
  {
    ...{ key: 'ethnic-groups', name: '民族(GB/T 3304)' },
    lines:
      '01 汉族,02 蒙古族,03 回族,04 藏族,05 维吾尔族,06 苗族,07 彝族,08 壮族,09 布依族,10 朝鲜族,11 满族,12 侗族,13 瑶族,14 白族,15 土家族,' +
      '16 哈尼族,17 哈萨克族,18 傣族,19 黎族,20 傈僳族,21 佤族,22 畲族,23 高山族,24 拉祜族,25 水族,26 东乡族,27 纳西族,28 景颇族,29 柯尔克孜族,' +
      '30 土族,31 达斡尔族,32 仫佬族,33 羌族,34 布朗族,35 撒拉族,36 毛南族,37 仡佬族,38 锡伯族,39 阿昌族,40 普米族,41 塔吉克族,42 怒族,' +
      '43 乌孜别克族,44 俄罗斯族,45 鄂温克族,46 德昂族,47 保安族,48 裕固族,49 京族,50 塔塔尔族,51 独龙族,52 鄂伦春族,53 赫哲族,54 门巴族,' +
      '55 珞巴族,56 基诺族',
  },
  {
    ...{ key: 'industries', name: '国民经济行业门类(GB/T 4754)' },
    lines:
      'A 农、林、牧、渔业,B 采矿业,C 制造业,D 电力、热力、燃气及水生产和供应业,E 建筑业,F 批发和零售业,G 交通运输、仓储和邮政业,' +
      'H 住宿和餐饮业,I 信息传输、软件和信息技术服务业,J 金融业,K 房地产业,L 租赁和商务服务业,M 科学研究和技术服务业,' +
      'N 水利、环境和公共设施管理业,O 居民服务、修理和其他服务业,P 教育,Q 卫生和社会工作,R 文化、体育和娱乐业,' +
      'S 公共管理、社会保障和社会组织,T 国际组织',
  },
  {
    ...{ key: 'education', name: '学历(GB/T 4658)' },
    lines: '10 研究生教育,20 大学本科教育,30 大学专科教育,40 中等职业教育,60 普通高级中学教育,70 初级中学教育,80 小学教育,90 其他',
  },
  { key: 'sex', name: '性别(GB/T 2261.1)', lines: '1 男性,2 女性,0 未知的性别,9 未说明的性别' },
  {
    ...{ key: 'marital-status', name: '婚姻状况(GB/T 2261.2)' },
    lines: '10 未婚,20 已婚,20/21 初婚,20/22 再婚,20/23 复婚,30 丧偶,40 离婚,90 未说明的婚姻状况',
  },
]

function entriesOf(lines: string): DictionaryEntry[] {
  return lines.split(',').map((line) => {
    const [codes, name] = line.split(' ') as [string, string]
    const [above, below] = codes.split('/') as [string, string?]
    return below === undefined ? { code: above, name } : { code: below, name, parent: above }
  })
}

/** Gives a tenant the lists that it has not; what it has stays as it is. @param at epoch milliseconds */
export async function ensureNationalDictionaries(database: Database, tenantId: string, at: number): Promise<void> {
  for (const { key, name, lines } of NATIONAL)
    await dictionaries(database).insert({
      ...{ tenant_id: tenantId, key, name, entries: entriesOf(lines), version: 1 },
      ...{ changed_at: at, changed_by: 'system', changed_by_name: '系统' },
    })
}
