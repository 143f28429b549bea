/**
 * Words and runs of keys that make up the passwords found most in leaks, Chinese and English. A password made of these
 * and little else is guessed first, whatever classes of characters it has.
 * Source: the published lists of worst passwords (NCSC 100k, SplashData, CSDN 2011) reduced to what they are built of.
 */
export const COMMON_PARTS: readonly string[] = [
  // keys side by side
  ...['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwerty', 'qwert', 'qwer', 'asdfgh', 'asdf', 'zxcv', 'qazwsx', 'wsxedc'],
  ...['qaz', 'wsx', 'edc', 'rfv', 'tgb', 'yhn', 'ujm', '1qaz', '2wsx', '3edc', '1q2w3e4r', '1q2w3e', 'q1w2e3r4', 'zaq'],
  // runs
  ...['abcdefgh', 'abcdef', 'abcd', 'abc', 'aabbcc', 'aaa', 'xxx', 'zzz', '123456789', '12345678', '1234567', '123456'],
  ...['12345', '1234', '123', '987654321', '87654321', '7654321', '654321', '54321', '4321', '321', '111', '222', '333'],
  ...['444', '555', '666', '777', '888', '999', '000', '147258369', '147258', '159357', '123321', '112233', '123123'],
  // good luck, love and the like
  ...['5201314', '1314520', '1314', '520', '521', '7758521', '7758', '168', '518', '666888', '888666', '9527', '748'],
  // words
  ...['password', 'passwd', 'passw', 'pass', 'pwd', 'admin', 'administrator', 'root', 'user', 'guest', 'test', 'demo'],
  ...['welcome', 'letmein', 'login', 'master', 'system', 'manager', 'server', 'oracle', 'mysql', 'huawei', 'cisco'],
  ...['iloveyou', 'love', 'dragon', 'monkey', 'sunshine', 'princess', 'football', 'baseball', 'superman', 'batman'],
  ...['shadow', 'michael', 'jordan', 'killer', 'secret', 'hello', 'china', 'windows', 'google', 'apple', 'hunter'],
  ...['temp', 'temporary', 'default', 'changeme', 'office', 'company', 'summer', 'winter', 'spring', 'autumn', 'monday'],
  // pinyin
  ...['woaini', 'woaiwojia', 'woai', 'mima', 'wodemima', 'zhongguo', 'zhonghua', 'beijing', 'shanghai', 'nanjing'],
  ...['jiangsu', 'guangzhou', 'tianya', 'caonima', 'nihao', 'wang', 'zhang', 'xiaoming', 'baobao', 'yonghu', 'guanli'],
  ...['guanliyuan', 'xitong', 'denglu', 'zhengfu', 'xianzhengfu', 'zhengwu', 'zwfw', 'bangong', 'gongzuo', 'kaoqin'],
  ...['ceshi', 'shiyong', 'huanying', 'gongwuyuan', 'renmin', 'fuwu', 'pingan', 'facai', 'jixiang', 'ruyi'],
]

/** Taken in their whole, because the software's own documents print them. */
export const PUBLISHED_PASSWORDS: readonly string[] = ['Lianban@2026']

/** What stands for letters in `P@ssw0rd`. */
const LOOK_ALIKES: Record<string, string> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
}
/** What has to be left of a password once its common parts and a year are taken out. */
const MIN_OWN_CHARS = 5

const LONGEST_FIRST = [...COMMON_PARTS].sort((a, b) => b.length - a.length)

/** Whether the password is made of common parts, years and punctuation and little else. */
export function isCommonPassword(password: string): boolean {
  if (PUBLISHED_PASSWORDS.some((published) => published.toLowerCase() === password.toLowerCase())) return true
  const plain = password.toLowerCase()
  return [plain, [...plain].map((character) => LOOK_ALIKES[character] ?? character).join('')].some(
    (spelling) => ownCharsOf(spelling) < MIN_OWN_CHARS,
  )
}

/** Different characters outside of the common parts: `aaaaaaaa1A` has little of its own, too. */
function ownCharsOf(spelling: string): number {
  const rest = LONGEST_FIRST.reduce((left, part) => left.split(part).join(' '), spelling).replace(/(19|20)\d\d/g, ' ')
  return new Set(rest.replace(/[^\p{L}\p{N}]/gu, '')).size
}
