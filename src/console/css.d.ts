/** Style sheets are imported for their effect; the builder collects them. */
declare module '*.css'
declare module '@fontsource-variable/*'
