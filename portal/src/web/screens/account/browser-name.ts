/** More special names first: Edge and the Chinese browsers call themselves Chrome as well. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/MicroMessenger/, '微信'],
  [/DingTalk/i, '钉钉'],
  [/Edg\//, 'Edge'],
  [/QQBrowser/, 'QQ浏览器'],
  [/360SE|QihooBrowser/, '360浏览器'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS/, 'macOS'],
  [/UOS|Kylin|Linux/, 'Linux'],
]

/** `Chrome · Windows`, from what the browser calls itself. */
export function browserName(userAgent: string | null): string {
  const found = [BROWSERS, SYSTEMS].flatMap((names) => names.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1] ?? [])
  return found.length > 0 ? found.join(' · ') : '其他程序'
}
