// Where the institution is: what counts as a day, and when somebody comes of age.

/** The institution's time zone: a date without a time is a day there. */
export const INSTITUTION_ZONE = 'Asia/Kolkata';
/** The same as an offset from UTC; India keeps no summer time. */
export const INSTITUTION_OFFSET = '+05:30';
