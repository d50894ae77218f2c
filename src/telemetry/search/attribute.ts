/** Where the value of an attribute stands: with the record or span, or with its resource. */

/** One of the two maps. */
export interface MapPlace {
  readonly has: string
  readonly value: string
}

/** `attr.` and `resource.` say which; a bare name is an attribute, or else one of the resource. */
export function mapsOf(
  name: string,
  given: (key: string) => string,
): { readonly attribute?: MapPlace; readonly resource?: MapPlace } {
  const [, where, rest] = /^(attr|resource)\.(.+)$/.exec(name) ?? []
  const key = given(rest ?? name)
  const place = (map: string) => ({ has: `mapContains(${map}, ${key})`, value: `${map}[${key}]` })
  if (where === 'attr') return { attribute: place('attrs') }
  if (where === 'resource') return { resource: place('resource') }
  return { attribute: place('attrs'), resource: place('resource') }
}

/** The same as one value. */
export function attributeOf(name: string, given: (key: string) => string): MapPlace {
  const { attribute, resource } = mapsOf(name, given)
  if (!attribute || !resource) return (attribute ?? resource)!
  return {
    has: `(${attribute.has} or ${resource.has})`,
    value: `if(${attribute.has}, ${attribute.value}, ${resource.value})`,
  }
}
