# ************************************************************
# Mara Lind dump of data
# Export date: 2021-05-05 10:00:00
# How to use:
# ************************************************************

SET FOREIGN_KEY_CHECKS=0;

INSERT IGNORE INTO `activities` (`id`,`account_id`,`summary`,`description`,`happened_at`,`created_at`,`updated_at`) VALUES
 (7,1,'Cinema','','2021-02-05','2021-03-01 10:00:05','2021-03-01 10:00:05');
INSERT IGNORE INTO `contacts` (`id`,`account_id`,`first_name`,`last_name`,`uuid`,`is_partial`) VALUES
 (1,1,'Ola','Berg','c-ola',0),
 (2,1,'Bo','O\'Neil','c-bo',0);
INSERT IGNORE INTO `activity_contact` (`activity_id`,`account_id`,`contact_id`) VALUES
 (7,1,1),
 (7,1,2);
INSERT IGNORE INTO `calls` (`id`,`account_id`,`contact_id`,`called_at`,`content`,`contact_called`,`created_at`,`updated_at`) VALUES
 (1,1,1,'2021-02-06 10:00:00',NULL,0,'2021-03-01 10:00:06','2021-03-01 10:00:06');
INSERT IGNORE INTO `users` (`id`,`first_name`,`last_name`,`email`,`me_contact_id`,`password`) VALUES
 (1,'Mara','Lind','mara@one.example',NULL,'$2y$10$abc');
SET FOREIGN_KEY_CHECKS=1;
