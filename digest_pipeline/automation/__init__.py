"""When the pipeline runs by itself: jobs, and the schedules that start them."""
