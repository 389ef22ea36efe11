get_property(rooms GLOBAL PROPERTY COVET_ROOMS)
